package org.noisescale.parameterserver.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.noisescale.parameterserver.layout.ChunkPlan;
import org.noisescale.parameterserver.shard.Shard;
import org.noisescale.parameterserver.shard.ShardState;

/**
 * A run to its end, whatever it takes. An attempt ends when the driver is told that it cannot go on or is killed
 * itself, when a worker is lost, or when nothing is heard for too long; the next one begins with the newest checkpoint
 * that all servers have and up to which the driver has written everything down, while what the parties of the last one
 * have sent is still under way, and some of them live on.
 */
final class Simulation {
    private static final int EVENTS_MAX = 2_000_000;
    private static final int PATIENCE_MS = 4_000;
    private static final int TROUBLE_MS = 600;
    private static final int AFTERLIFE_MS = 2_500;

    private final SimulatedProblem problem;
    private final Arrangement arrangement;
    private final Weather weather;
    private final SplittableRandom random;
    private final Fault fault;
    private final SimulatedNetwork network;
    private final SimulatedDisks disks;
    private final SimulatedDriver driver;
    private final List<SimulatedWorker> workers = new ArrayList<>();
    private final List<SimulatedShard> shards = new ArrayList<>();
    private int attempts;
    private int driverCrashes;
    private boolean driverCrashed;
    private int stepsHeard;
    private long lastNewsMs;

    private Simulation(
            SimulatedProblem problem, Arrangement arrangement, Weather weather, SplittableRandom random, Fault fault) {
        this.problem = problem;
        this.arrangement = arrangement;
        this.weather = weather;
        this.random = random;
        this.fault = fault;
        network = new SimulatedNetwork(weather, random.split());
        disks = new SimulatedDisks(arrangement.shards(), random.split());
        driver = new SimulatedDriver(problem, network.sink(Address.DRIVER, arrangement.workerAddresses()), fault);
        network.add(Address.DRIVER, driver);
    }

    /** What a seed's problem comes to when nothing happens and one worker and one shard do everything. */
    static Outcome undisturbed(long seed) {
        SimulatedProblem problem = SimulatedProblem.of(new SplittableRandom(seed));
        return new Simulation(problem, Arrangement.ALONE, Weather.CALM, new SplittableRandom(seed), Fault.NONE).run();
    }

    /** The simulation of a seed. */
    static Simulation of(long seed, Fault fault) {
        SplittableRandom random = new SplittableRandom(seed);
        SimulatedProblem problem = SimulatedProblem.of(random);
        Arrangement arrangement = Arrangement.of(problem, random);
        return new Simulation(problem, arrangement, Weather.of(random), random, fault);
    }

    Outcome run() {
        begin();
        for (int events = 0; !isComplete(); events++) {
            assertThat(events).as("events, after %d attempts", attempts).isLessThan(EVENTS_MAX);
            network.proceed();
            if (driver.steps().size() > stepsHeard) {
                stepsHeard = driver.steps().size();
                lastNewsMs = network.nowMs();
            }
            if (isLost()) {
                end();
                begin();
            }
        }
        workers.forEach(worker -> assertThat(worker.parameters()).isEqualTo(parameters()));
        return new Outcome(driver.steps(), driver.evaluations(), state());
    }

    /** How many attempts it took. */
    int attempts() {
        return attempts;
    }

    /** How often the driver was killed. */
    int driverCrashes() {
        return driverCrashes;
    }

    /** A line for each checkpoint that was found damaged. */
    List<String> refused() {
        return disks.refused();
    }

    private boolean isComplete() {
        return driver.knowsAll() && workers.stream().allMatch(worker -> worker.state() == SimulatedWorker.State.DONE);
    }

    private boolean isLost() {
        return driverCrashed
                || driver.isToldOfFailure()
                || network.nowMs() - lastNewsMs > PATIENCE_MS
                || workers.stream().anyMatch(worker -> worker.state() == SimulatedWorker.State.LOST);
    }

    private void begin() {
        lastNewsMs = network.nowMs();
        driverCrashed = false;
        stepsHeard = driver.steps().size();
        network.change(attempts < weather.attempts() || attempts == 0 ? weather : weather.clearedUp());
        AttemptPlan plan = new AttemptPlan(
                problem.server(attempts, arrangement), attempts, disks.begin(attempts, driver.versionReported()));
        driver.begin(plan);
        for (Address address : arrangement.shardAddresses()) {
            SimulatedShard shard = new SimulatedShard(problem, plan, address.rank(), disks, network, fault);
            shards.add(shard);
            network.add(address, shard);
        }
        for (Address address : arrangement.workerAddresses()) {
            SimulatedWorker worker = new SimulatedWorker(problem, plan, address.rank(), network, fault);
            workers.add(worker);
            network.add(address, worker);
        }
        if (attempts < weather.attempts()) {
            trouble();
        }
        attempts++;
    }

    /** Says who will crash or be cut off when. */
    private void trouble() {
        for (int i = 0; i < weather.partitions(); i++) {
            Address address = anybody();
            long from = soon();
            network.at(from, () -> network.cutOff(address, from + 1 + random.nextInt(TROUBLE_MS)));
        }
        for (int i = 0; i < weather.crashes(); i++) {
            Address address = anybody();
            Party party = party(address);
            network.at(soon(), () -> network.remove(address, party));
        }
        if (weather.crashes() > 0 && random.nextBoolean()) {
            network.at(soon(), () -> disks.strike(random));
        }
        if (weather.crashes() > 0 && random.nextInt(4) == 0) {
            network.at(soon(), () -> disks.rot(random));
        }
        if (weather.crashes() > 0 && random.nextInt(3) == 0) {
            int current = attempts;
            network.at(soon(), () -> crashDriver(current));
        }
    }

    /** What the driver has made sure of is there when it starts again, and perhaps some of what came after. */
    private void crashDriver(int attempt) {
        if (attempt != attempts - 1 || isComplete()) {
            return;
        }
        long reported = driver.versionReported();
        long sure = reported - reported % disks.every();
        driver.crash(sure + random.nextLong(reported - sure + 1));
        driverCrashed = true;
        driverCrashes++;
    }

    private long soon() {
        return network.nowMs() + random.nextInt(TROUBLE_MS);
    }

    private Address anybody() {
        List<Address> addresses = arrangement.addresses();
        return addresses.get(random.nextInt(addresses.size()));
    }

    private Party party(Address address) {
        return address.role() == Address.Role.WORKER ? workers.get(address.rank()) : shards.get(address.rank());
    }

    /** Some of those who took part are gone at once, others know nothing and go on for a while. */
    private void end() {
        for (Address address : arrangement.addresses()) {
            Party party = party(address);
            if (random.nextBoolean()) {
                network.remove(address, party);
            } else {
                network.at(network.nowMs() + random.nextInt(AFTERLIFE_MS), () -> network.remove(address, party));
            }
        }
        workers.clear();
        shards.clear();
    }

    private List<List<Integer>> state() {
        List<List<Integer>> state = new ArrayList<>();
        for (SimulatedShard party : shards) {
            ShardState own = party.shard().newState();
            party.shard().copyInto(own);
            state.addAll(SimulatedDisks.bits(own));
        }
        return state;
    }

    private float[] parameters() {
        float[] parameters = new float[problem.layout().length()];
        ChunkPlan chunks = new ChunkPlan(problem.layout());
        for (SimulatedShard party : shards) {
            Shard shard = party.shard();
            for (int chunk = shard.plan().range().firstChunk();
                    chunk < shard.plan().range().endChunk();
                    chunk++) {
                System.arraycopy(shard.parameters(chunk), 0, parameters, chunks.offset(chunk), chunks.length(chunk));
            }
        }
        return parameters;
    }
}
