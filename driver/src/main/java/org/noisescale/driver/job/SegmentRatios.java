package org.noisescale.driver.job;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.noisescale.driver.analysis.StationarityRatio;
import org.noisescale.parameterserver.layout.ParameterLayout;
import org.noisescale.parameterserver.layout.Segment;
import org.noisescale.parameterserver.service.StepReport;

/** Whether each segment of a run is at rest in its second half. A run that went on in there says nothing. */
final class SegmentRatios {
    private final List<Segment> segments;
    private final List<StationarityRatio.Window> windows;
    private long next;

    /** Of a run with so many steps. */
    SegmentRatios(ParameterLayout layout, long steps) {
        segments = layout.segments();
        windows = Stream.generate(() -> new StationarityRatio.Window(steps))
                .limit(segments.size())
                .toList();
        next = steps / 2 + 1;
    }

    /** Takes a step. */
    void observe(StepReport report) {
        if (report.step() == next) {
            for (int i = 0; i < segments.size(); i++) {
                windows.get(i).observe(report.step(), report.segmentUpdates().get(i));
            }
            next++;
        }
    }

    /** What was found, by the name of the segment. */
    Map<String, StationarityRatio> found() {
        Map<String, StationarityRatio> found = new LinkedHashMap<>();
        for (int i = 0; i < segments.size(); i++) {
            if (segments.get(i).kind().isTrainable()) {
                String name = segments.get(i).name();
                windows.get(i).ratio().ifPresent(ratio -> found.put(name, ratio));
            }
        }
        return found;
    }
}
