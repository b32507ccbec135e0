package org.noisescale.driver.study;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.noisescale.parameterserver.transport.ServerAddress;

/**
 * A question and the runs that answer it, complete: every default is filled in and every combination is valid.
 *
 * @param name of the study, safe as a file name
 * @param question one line
 * @param servers the server processes that all runs use; empty if each has a parameter server of its own
 * @param draws the charts of the report, in order
 * @param base the configuration of the first run; where nothing is swept, of every run
 * @param sweep the swept keys in order; empty when nothing is swept
 * @param searched the keys for whose best values every combination of the sweep is tried with several; usually none
 * @param seeds of the runs of each configuration, all different
 * @param runs every combination of the swept values, the last key changing fastest, each with every trial and every
 *     seed in turn
 * @param yaml the study file with every default spelled out; reading it gives an equal study
 * @param places where its keys were written
 */
public record Study(
        String name,
        String question,
        List<ServerAddress> servers,
        List<String> draws,
        Configuration base,
        List<Axis> sweep,
        List<String> searched,
        List<Long> seeds,
        List<RunPlan> runs,
        String yaml,
        KeyPlaces places) {
    /** Keeps copies of the lists that cannot change. */
    public Study {
        servers = List.copyOf(servers);
        draws = List.copyOf(draws);
        sweep = List.copyOf(sweep);
        searched = List.copyOf(searched);
        seeds = List.copyOf(seeds);
        runs = List.copyOf(runs);
    }

    /** The keys in which the runs differ beside the seed: the swept and the searched ones. */
    public List<String> variedKeys() {
        return Stream.concat(sweep.stream().map(Axis::key), searched.stream()).toList();
    }

    /** The run of this id. */
    public Optional<RunPlan> findRun(String id) {
        return runs.stream().filter(run -> run.id().equals(id)).findFirst();
    }
}
