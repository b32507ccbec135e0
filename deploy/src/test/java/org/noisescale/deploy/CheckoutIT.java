package org.noisescale.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The start script in a checkout, with a Maven that only assembles a distribution out of the script itself. */
class CheckoutIT {
    private static final Path SCRIPT = Path.of("bin", "noisescale").toAbsolutePath();
    private static final String SAYS_THAT_IT_BUILDS =
            "Building noisescale (first time: several minutes, later seconds) …\n";
    private static final String MAVEN = """
            #!/bin/sh
            echo "$@" >> builds
            while [ -e hold ]; do sleep 0.01; done
            [ -e broken ] && { echo '[ERROR] Main.java:[3,7] cannot find symbol'; exit 1; }
            mkdir -p deploy/target/noisescale/bin deploy/target/noisescale/jars deploy/target/noisescale/conf
            cp deploy/bin/noisescale deploy/target/noisescale/bin
            cp deploy/conf/jvm.options deploy/target/noisescale/conf
            """;
    private static final String JAVA = """
            #!/bin/sh
            [ "$1" = -version ] && { echo 'openjdk version "17.0.15" 2025-04-15' >&2; exit; }
            echo "started in $PWD"
            """;

    @TempDir
    private Path temporary;

    private Path root;
    private Path launcher;
    private Shell shell;

    @BeforeEach
    void checkOut() throws IOException {
        temporary = temporary.toRealPath();
        root = temporary.resolve("a checkout");
        for (String file : new String[] {
            "pom.xml",
            ".mvn/jvm.config",
            "core/pom.xml",
            "core/src/main/A.java",
            "core/src/main/B.java",
            "core/src/test/ATest.java",
            "deploy/conf/jvm.options"
        }) {
            Files.createDirectories(root.resolve(file).getParent());
            Files.writeString(root.resolve(file), "");
        }
        launcher = Shell.script(root.resolve("deploy/bin/noisescale"), Files.readString(SCRIPT));
        Shell.script(temporary.resolve("tools/mvn"), MAVEN);
        Shell.script(temporary.resolve("java/bin/java"), JAVA);
        shell = new Shell(temporary)
                .with("PATH", temporary.resolve("tools") + ":" + System.getenv("PATH"))
                .with("JAVA_HOME", temporary.resolve("java"));
        letAnHourPass();
    }

    /** Lets an hour pass, so that a change made now is newer whatever the file system's idea of time. */
    private void letAnHourPass() throws IOException {
        FileTime anHourAgo = FileTime.from(Instant.now().minus(Duration.ofHours(1)));
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(file -> !Files.isSymbolicLink(file)).toList()) {
                Files.setLastModifiedTime(file, anHourAgo);
            }
        }
    }

    private long builds() {
        return Shell.read(root.resolve("builds")).lines().count();
    }

    @Test
    void buildsWhatIsMissingAndSaysSoInOneLine() throws IOException, InterruptedException {
        Shell.Outcome outcome = shell.run(launcher);

        assertThat(outcome.errors()).isEqualTo(SAYS_THAT_IT_BUILDS);
        assertThat(outcome.output()).isEqualTo("started in " + temporary + "\n");
        assertThat(outcome.status()).isZero();
    }

    @Test
    void buildsWithoutTheTests() throws IOException, InterruptedException {
        shell.run(launcher);

        assertThat(root.resolve("builds"))
                .content()
                .contains("-Dmaven.test.skip=true")
                .endsWith(" package\n");
    }

    @Test
    void buildsNothingWhenNothingChanged() throws IOException, InterruptedException {
        shell.run(launcher);

        Shell.Outcome second = shell.run(launcher);

        assertThat(second.errors()).isEmpty();
        assertThat(second.status()).isZero();
        assertThat(builds()).isEqualTo(1);
    }

    @Test
    void buildsAgainWhenASourceChanged() throws IOException, InterruptedException {
        shell.run(launcher);
        letAnHourPass();
        Files.writeString(root.resolve("core/src/main/A.java"), "class A {}");

        assertThat(shell.run(launcher).errors()).isEqualTo(SAYS_THAT_IT_BUILDS);
    }

    @Test
    void buildsAgainWhenASourceWasRemoved() throws IOException, InterruptedException {
        shell.run(launcher);
        letAnHourPass();
        Files.delete(root.resolve("core/src/main/B.java"));

        assertThat(shell.run(launcher).errors()).isEqualTo(SAYS_THAT_IT_BUILDS);
    }

    @Test
    void buildsNothingWhenOnlyATestChanged() throws IOException, InterruptedException {
        shell.run(launcher);
        letAnHourPass();
        Files.writeString(root.resolve("core/src/test/ATest.java"), "class ATest {}");

        assertThat(shell.run(launcher).errors()).isEmpty();
    }

    @Test
    void buildsWhatChangedWhileItWasBuilding() throws IOException, InterruptedException {
        Files.createFile(root.resolve("hold"));
        Shell.Running first = shell.start(launcher);
        Shell.await(() -> builds() == 1);
        letAnHourPass();
        Files.writeString(root.resolve("core/src/main/A.java"), "class A {}");
        Files.delete(root.resolve("hold"));
        first.end();

        assertThat(shell.run(launcher).errors()).isEqualTo(SAYS_THAT_IT_BUILDS);
    }

    @Test
    void showsTheLastLinesOfABuildThatFailsAndStartsNothing() throws IOException, InterruptedException {
        Files.createFile(root.resolve("broken"));

        Shell.Outcome outcome = shell.run(launcher);

        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.output()).isEmpty();
        assertThat(outcome.errors())
                .isEqualTo(SAYS_THAT_IT_BUILDS + "[ERROR] Main.java:[3,7] cannot find symbol\n"
                        + "noisescale: the build failed; all of its output is in " + root
                        + "/deploy/target/build.log\n");
    }

    @Test
    void triesAgainAfterABuildThatFailed() throws IOException, InterruptedException {
        Files.createFile(root.resolve("broken"));
        shell.run(launcher);
        Files.delete(root.resolve("broken"));

        assertThat(shell.run(launcher).status()).isZero();
    }

    @Test
    void buildsOnceWhenTwoAreStartedAtOnce() throws IOException, InterruptedException {
        Files.createFile(root.resolve("hold"));
        Shell.Running first = shell.start(launcher);
        Shell.await(() -> builds() == 1);
        Shell.Running second = shell.start(launcher);
        Shell.await(() -> !Shell.read(second.errors()).isEmpty());
        Files.delete(root.resolve("hold"));

        assertThat(first.end().status()).isZero();
        Shell.Outcome waited = second.end();
        assertThat(waited.status()).isZero();
        assertThat(waited.errors()).isEqualTo("Another start is building noisescale; waiting for it …\n");
        assertThat(builds()).isEqualTo(1);
    }

    @Test
    void takesTheLockOfAStartThatDied() throws IOException, InterruptedException {
        Process dead = new ProcessBuilder("true").start();
        dead.waitFor();
        Files.createDirectories(root.resolve("deploy/target"));
        Files.createSymbolicLink(root.resolve("deploy/target/build.lock"), Path.of("pid-" + dead.pid()));

        assertThat(shell.run(launcher).status()).isZero();
        assertThat(builds()).isEqualTo(1);
    }

    @Test
    void refusesInOneLineWhenThereIsNoMavenToBuildWith() throws IOException, InterruptedException {
        Path tools = Files.createDirectories(temporary.resolve("no maven"));
        for (String tool : new String[] {"bash", "dirname", "find", "head", "readlink", "sed"}) {
            Shell.script(tools.resolve(tool), "#!/bin/sh\nexec " + onThePath(tool) + " \"$@\"\n");
        }

        Shell.Outcome outcome = shell.with("PATH", tools).run(launcher);

        assertThat(outcome.status()).isEqualTo(2);
        assertThat(outcome.errors())
                .isEqualTo("noisescale: has to be built first, but there is no mvn on the PATH;"
                        + " install Maven 3.8 or newer\n");
    }

    private static Path onThePath(String tool) {
        return Stream.of(System.getenv("PATH").split(":"))
                .map(folder -> Path.of(folder, tool))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow();
    }
}
