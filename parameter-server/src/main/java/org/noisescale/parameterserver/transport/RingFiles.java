package org.noisescale.parameterserver.transport;

import java.nio.file.Path;

/**
 * Where a worker and a shard find the two rings between them: in the folder of the media driver that they share, which
 * goes when the driver does.
 *
 * @param pushes from the worker to the shard
 * @param parameters from the shard to the worker
 */
record RingFiles(Path pushes, Path parameters) {
    private static final String FOLDER = "rings";

    /**
     * The files of one worker.
     *
     * @param mediaDriver the driver's folder
     * @param stream that of pushes to the shard, which no other run on that driver has
     */
    static RingFiles of(String mediaDriver, int stream, int worker, int attempt) {
        Path folder = Path.of(mediaDriver, FOLDER);
        String name = stream + "-" + worker + "-" + attempt;
        return new RingFiles(folder.resolve(name + "-pushes"), folder.resolve(name + "-parameters"));
    }
}
