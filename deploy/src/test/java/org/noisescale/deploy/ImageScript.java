package org.noisescale.deploy;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A script that does what an engine would do with a Dockerfile's steps, in a root file system that stands for the image
 * they begin with, and then starts what they end in: as their user, with a read-only root and 64 MB of shared memory.
 * The stage {@code build} is what this build has made already.
 */
final class ImageScript {
    private static final Pattern FROM_STAGE = Pattern.compile("--from=(\\S+) (\\S+) (\\S+)");
    private static final Pattern VARIABLE = Pattern.compile("(\\S+)=(\\S+)");
    private static final String BUILD = "build";

    private final Dockerfile dockerfile;
    private final Path checkout;
    private final Set<String> made = new LinkedHashSet<>();
    private final Map<String, String> variables = new LinkedHashMap<>();
    private final StringBuilder text = new StringBuilder();
    private String user = "0:0";
    private String folder = "/";
    private String command = "";

    /** For a checkout that has been built. */
    ImageScript(Dockerfile dockerfile, Path checkout) {
        this.dockerfile = dockerfile;
        this.checkout = checkout;
        text.append("""
                set -euo pipefail
                base=$1 layers=$2
                shift 2
                mount -t tmpfs -o mode=755 tmpfs "$layers"
                begin() { # stage, the layers that it is on
                    mkdir -p "$layers/$1"/{upper,work,root}
                    mount -t overlay -o "lowerdir=$2,upperdir=$layers/$1/upper,workdir=$layers/$1/work" overlay "$layers/$1/root"
                    mount -t proc proc "$layers/$1/root/proc"
                }
                copy() { # source, target: of a folder what is in it
                    if [ -d "$1" ]; then mkdir -p "$2" && cp -a "$1/." "$2"; else mkdir -p "${2%/*}" && cp -a "$1" "$2"; fi
                }
                """);
    }

    /** The script that makes a stage and starts it with the words that it is given. */
    String of(String stage) {
        make(stage);
        String root = root(stage);
        text.append("""
                hostname image
                echo 127.0.0.1 localhost image >ROOT/etc/hosts
                for device in null urandom random; do touch ROOT/dev/$device; mount --bind /dev/$device ROOT/dev/$device; done
                mount -t tmpfs -o mode=1777,size=64m tmpfs ROOT/dev/shm
                mount -o remount,ro ROOT
                mount -t tmpfs -o mode=1777 tmpfs ROOT/tmp
                ip link set lo up
                exec chroot ROOT /usr/bin/setpriv --reuid=USER --regid=GROUP --clear-groups --no-new-privs --bounding-set=-all \\
                    /usr/bin/env -i -C FOLDER VARIABLES COMMAND "$@"
                """.replace("ROOT", root)
                .replace("USER", user.split(":", 2)[0])
                .replace("GROUP", user.split(":", 2)[1])
                .replace("FOLDER", folder)
                .replace("VARIABLES", environment())
                .replace("COMMAND", command));
        return text.toString();
    }

    private void make(String name) {
        if (name.equals(BUILD) || made.contains(name)) {
            return;
        }
        Dockerfile.Stage stage = dockerfile.stage(name);
        prepare(stage);
        reset(stage);
        text.append("begin ")
                .append(name)
                .append(" \"")
                .append(layers(stage.base()))
                .append("\"\n");
        stage.steps().forEach(step -> add(name, step));
        made.add(name);
    }

    /** Makes the stages that a stage takes something from. */
    private void prepare(Dockerfile.Stage stage) {
        if (dockerfile.hasStage(stage.base())) {
            make(stage.base());
        }
        for (Dockerfile.Step step : stage.steps()) {
            Matcher copy = FROM_STAGE.matcher(step.words());
            if (copy.matches()) {
                make(copy.group(1));
            }
        }
    }

    /** Settings are those of the stage's own base. */
    private void reset(Dockerfile.Stage stage) {
        variables.clear();
        user = "0:0";
        folder = "/";
        command = "";
        if (dockerfile.hasStage(stage.base())) {
            Dockerfile.Stage base = dockerfile.stage(stage.base());
            reset(base);
            base.steps().forEach(this::set);
        }
    }

    private String layers(String base) {
        if (!dockerfile.hasStage(base)) {
            return "$base";
        }
        return "$layers/" + base + "/upper:" + layers(dockerfile.stage(base).base());
    }

    private static String root(String stage) {
        return "\"$layers/" + stage + "/root\"";
    }

    private String environment() {
        StringBuilder words = new StringBuilder("PATH=/usr/sbin:/usr/bin:/sbin:/bin");
        variables.forEach(
                (name, value) -> words.append(" ").append(name).append("=").append(value));
        return words.toString();
    }

    private void set(Dockerfile.Step step) {
        switch (step.instruction()) {
            case "ENV" -> {
                Matcher variable = VARIABLE.matcher(step.words());
                while (variable.find()) {
                    variables.put(variable.group(1), variable.group(2));
                }
            }
            case "USER" -> user = step.words();
            case "WORKDIR" -> folder = step.words();
            case "ENTRYPOINT" ->
                command = step.words().replaceAll("[\\[\\]\",]", " ").strip();
            case "RUN", "COPY" -> {}
            default -> throw new IllegalStateException("nobody knows " + step);
        }
    }

    private void add(String stage, Dockerfile.Step step) {
        set(step);
        if (step.instruction().equals("RUN")) {
            text.append("chroot ")
                    .append(root(stage))
                    .append(" /usr/bin/env -i ")
                    .append(environment())
                    .append(" /bin/sh -c '")
                    .append(step.words().replace("'", "'\\''"))
                    .append("'\n");
        } else if (step.instruction().equals("COPY")) {
            Matcher copy = FROM_STAGE.matcher(step.words());
            if (!copy.matches()) {
                throw new IllegalStateException(step + " copies from the checkout, where only the build does that");
            }
            String source = copy.group(1).equals(BUILD)
                    ? "\"" + checkout + "/" + copy.group(2).substring("/src/".length()) + "\""
                    : root(copy.group(1)) + copy.group(2);
            text.append("copy ")
                    .append(source)
                    .append(" ")
                    .append(root(stage))
                    .append(copy.group(3))
                    .append("\n");
        }
    }
}
