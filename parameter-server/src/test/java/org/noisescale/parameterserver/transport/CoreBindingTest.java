package org.noisescale.parameterserver.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class CoreBindingTest {
    private static final String MIXED =
            "Name:\tjava\nCpus_allowed:\t3b\nCpus_allowed_list:\t0-1,3-5\nMems_allowed:\t1\n";

    @AfterEach
    void forgetTheFlag() {
        System.clearProperty(CoreBinding.PROPERTY);
    }

    @Test
    void readsTheCoresOfAProcessAndCountsAroundThem() {
        CoreList cores = CoreList.ofStatus(MIXED);

        assertThat(cores.text()).isEqualTo("0-1,3-5");
        assertThat(IntStream.range(0, 7).map(cores::at)).containsExactly(0, 1, 3, 4, 5, 0, 1);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void keepsAThreadOnItsCoreUntilItIsClosed() throws IOException {
        System.setProperty(CoreBinding.PROPERTY, "true");
        String before = coresOfThisThread();
        CoreList all = CoreList.ofStatus(Files.readString(Path.of("/proc/self/status")));

        for (int position : List.of(1, 2)) {
            try (CoreBinding binding = CoreBinding.ofThisThread(position)) {
                assertThat(binding).isNotNull();
                assertThat(coresOfThisThread()).isEqualTo(String.valueOf(all.at(position)));
            }
            assertThat(coresOfThisThread()).isEqualTo(before);
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void leavesAThreadAloneUnlessItIsAsked() throws IOException {
        String before = coresOfThisThread();

        try (CoreBinding binding = CoreBinding.ofThisThread(0)) {
            assertThat(binding).isNotNull();
            assertThat(coresOfThisThread()).isEqualTo(before);
        }

        assertThat(CoreBinding.findObstacle()).isEmpty();
    }

    @Test
    void refusesAFlagThatIsNeitherTrueNorFalse() {
        System.setProperty(CoreBinding.PROPERTY, "yes");

        assertThat(CoreBinding.findObstacle()).contains("the JVM flag noisescale.bind must be true or false, was yes");
    }

    private static String coresOfThisThread() throws IOException {
        return CoreList.ofStatus(Files.readString(Path.of("/proc/thread-self/status")))
                .text();
    }
}
