package org.noisescale.driver.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class RunIdsTest {
    @Test
    void spellsKeysOutWhereTheirLastPartsAreAlike() {
        RunIds ids = new RunIds(List.of("data.curvatures.scale", "data.noiseVariances.scale", "data.seed"));
        Map<String, Object> swept = new LinkedHashMap<>();
        swept.put("data.curvatures.scale", 2.0);
        swept.put("data.noiseVariances.scale", 1e-8);
        swept.put("data.seed", 5L);

        assertThat(ids.id(swept, 3))
                .isEqualTo("data.curvatures.scale=2.0-data.noiseVariances.scale=1.0e-8-data.seed=5-seed=3");
    }

    @Test
    void keepsLongIdsWithinTheLimitOfFileSystems() {
        List<Long> layers = Collections.nCopies(32, 100_000L);
        Map<String, Object> swept = new LinkedHashMap<>();
        for (int i = 0; i < 40; i++) {
            swept.put("model.hidden" + i, layers);
        }

        assertThat(new RunIds(List.copyOf(swept.keySet())).id(swept, Long.MAX_VALUE))
                .hasSizeLessThan(200)
                .endsWith("-seed=" + Long.MAX_VALUE);
    }

    @Property(seed = "7")
    void areSafeInShellsAndDifferEvenWithoutCase(@ForAll @Size(min = 2, max = 20) Set<String> values) {
        RunIds ids = new RunIds(List.of("data.label"));

        List<String> made = values.stream()
                .map(value -> ids.id(Map.of("data.label", value), 1))
                .toList();

        assertThat(made).allMatch(id -> id.matches("label=[A-Za-z0-9._+-]+-seed=1"));
        assertThat(made.stream().map(id -> id.toLowerCase(Locale.ROOT))).doesNotHaveDuplicates();
    }
}
