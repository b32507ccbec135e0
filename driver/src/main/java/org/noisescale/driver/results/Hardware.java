package org.noisescale.driver.results;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the driver's machine and JVM are, for the manifest. */
final class Hardware {
    private static final Logger LOG = LoggerFactory.getLogger(Hardware.class);
    private static final Path CPU_FILE = Path.of("/proc/cpuinfo");
    private static final String CPU_LINE = "model name";

    private Hardware() {}

    static Map<String, Object> describe() {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("operating_system", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        facts.put("architecture", System.getProperty("os.arch"));
        facts.put("processor", processor());
        facts.put("processors", Runtime.getRuntime().availableProcessors());
        facts.put("heap_max_bytes", Runtime.getRuntime().maxMemory());
        return facts;
    }

    static List<String> jvmFlags() {
        return ManagementFactory.getRuntimeMXBean().getInputArguments();
    }

    private static String processor() {
        if (!Files.isReadable(CPU_FILE)) {
            return System.getProperty("os.arch");
        }
        try {
            return Files.readAllLines(CPU_FILE).stream()
                    .filter(line -> line.startsWith(CPU_LINE))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(System.getProperty("os.arch"));
        } catch (IOException e) {
            LOG.info("the processor's name is unknown", e);
            return System.getProperty("os.arch");
        }
    }
}
