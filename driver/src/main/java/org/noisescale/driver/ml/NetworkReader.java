package org.noisescale.driver.ml;

import java.util.function.BiFunction;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.MLReader;
import scala.Option;

/**
 * Loads what {@link NetworkWriter} saved.
 *
 * @param <M> the class of the model
 */
final class NetworkReader<M extends Params> extends MLReader<M> {
    private final Class<M> type;
    private final BiFunction<String, LearnedNetwork, M> model;

    /**
     * A reader of one class of models.
     *
     * @param model makes one of a uid and what was learned
     */
    NetworkReader(Class<M> type, BiFunction<String, LearnedNetwork, M> model) {
        this.type = type;
        this.model = model;
    }

    @Override
    public M load(String path) {
        DefaultParamsReader.Metadata metadata = DefaultParamsReader.loadMetadata(path, sparkSession(), type.getName());
        M loaded = model.apply(metadata.uid(), LearnedNetwork.load(sparkSession(), path));
        metadata.getAndSetParams(loaded, Option.empty());
        return loaded;
    }
}
