package org.noisescale.driver.job.dataset;

import org.apache.spark.sql.SparkSession;

/** One Spark session on two cores for all tests of this JVM. */
final class LocalSpark {
    private LocalSpark() {}

    static SparkSession session() {
        return SparkSession.builder()
                .master("local[2]")
                .appName("tests")
                .config("spark.ui.enabled", false)
                .config("spark.driver.host", "localhost")
                .config("spark.sql.shuffle.partitions", 2)
                .getOrCreate();
    }
}
