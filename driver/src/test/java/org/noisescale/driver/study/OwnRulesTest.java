package org.noisescale.driver.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.noisescale.parameterserver.synchronization.Asynchrony;

/** A rule that a user brings: {@link MajorityRule}, which the README shows. */
class OwnRulesTest {
    private static final String HEAD = "training: {cluster: simulated, workers: 5, synchronization: ";

    @Test
    void areFoundByTheirNameWithTheirSettings() {
        SynchronizationPlan usual = plan(HEAD + "majority}");
        SynchronizationPlan three = plan(HEAD + "{rule: majority, share: 0.6, convention: sum}}");
        SynchronizationPlan all = plan(HEAD + "{rule: majority, share: 1}}");

        assertThat(usual.rule()).isEqualTo("majority");
        assertThat(usual.policy().quorum(5)).isEqualTo(3);
        assertThat(three.policy()).isNotEqualTo(usual.policy());
        assertThat(three.asynchrony().convention()).isEqualTo(Asynchrony.Convention.SUM);
        assertThat(all.policy().quorum(5)).isEqualTo(5);
    }

    @Test
    void areSpelledOutInTheResolvedStudy() {
        Study study = StudyText.read("name: n\nquestion: q\n" + HEAD + "majority}\n");

        assertThat(study.yaml()).contains("    rule: majority\n    share: 0.5\n    convention: mean\n");
        assertThat(StudyText.read(study.yaml())).isEqualTo(study);
    }

    @Test
    void areRefusedLikeAnyOther() {
        assertThat(StudyText.refusal(HEAD + "{rule: majority, share: 2}}"))
                .isEqualTo(
                        "s.yaml:3: training.synchronization.rule majority must ask for 1 to workers (5) pushes, asked"
                                + " for 10");
        assertThat(StudyText.refusal(HEAD + "{rule: majority, quorum: 2}}"))
                .startsWith("s.yaml:3: training.synchronization.quorum is a key of rule k-sync");
        assertThat(StudyText.refusal(HEAD + "{rule: async, share: 0.5}}"))
                .startsWith("s.yaml:3: training.synchronization.share is a key of rule majority, not of async");
        assertThat(StudyText.refusal(HEAD + "majorty}")).endsWith("did you mean majority?");
    }

    @Test
    void lookAsTheReadmeShowsThem() throws IOException {
        Path file = Path.of("src/test/java/org/noisescale/driver/study/MajorityRule.java");
        List<String> tested = Files.readAllLines(file).stream()
                .dropWhile(line -> !line.startsWith("import"))
                .toList();

        String readme = Files.readString(Path.of("../README.md"));

        assertThat(readme).contains("```java\n" + String.join("\n", tested) + "\n```");
    }

    private static SynchronizationPlan plan(String training) {
        return StudyText.read("name: n\nquestion: q\n" + training + "\n")
                .base()
                .training()
                .cluster()
                .synchronization();
    }
}
