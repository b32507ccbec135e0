package org.noisescale.driver.report;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A real Chromium without a window; each call is a process with a time limit that leaves nothing behind. */
final class HeadlessBrowser {
    private static final List<String> NAMES =
            List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");
    private static final long LIMIT_SECONDS = 90;

    private final Path executable;

    private HeadlessBrowser(Path executable) {
        this.executable = executable;
    }

    static Optional<HeadlessBrowser> find() {
        String path = System.getenv().getOrDefault("PATH", "") + File.pathSeparator + "/usr/bin";
        return NAMES.stream()
                .flatMap(name ->
                        Arrays.stream(path.split(File.pathSeparator, -1)).map(folder -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst()
                .map(HeadlessBrowser::new);
    }

    /** Opens a page and answers with its document and what it wrote to the console. */
    Visit visit(Path page, Path scratch) throws IOException, InterruptedException {
        Path document = scratch.resolve("document.html");
        Path log = scratch.resolve("browser.log");
        List<String> command = new ArrayList<>(List.of(
                executable.toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--user-data-dir=" + Files.createTempDirectory(scratch, "profile"),
                "--window-size=1200,1000",
                "--virtual-time-budget=10000",
                "--enable-logging=stderr",
                "--dump-dom"));
        command.add(page.toUri().toString());
        Process process = new ProcessBuilder(command)
                .redirectOutput(document.toFile())
                .redirectError(log.toFile())
                .start();
        try {
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException(executable + " did not finish within " + LIMIT_SECONDS + " s");
            }
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        List<String> console = Files.readAllLines(log).stream()
                .filter(line -> line.contains("CONSOLE"))
                .toList();
        return new Visit(Files.readString(document), console);
    }

    record Visit(String document, List<String> console) {}
}
