package org.noisescale.driver.job.dataset;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.noisescale.driver.study.InputException;

/** One file that a user named, looked at before Spark is: Spark's own complaints are long. */
final class InputFile {
    private final String name;
    private final Path path;

    private InputFile(String name, Path path) {
        this.name = name;
        this.path = path;
    }

    /** The file of this name, on any file system that Spark knows; refuses what is not a readable file with content. */
    static InputFile require(SparkSession spark, String name) {
        try {
            Path path = new Path(name);
            FileSystem fileSystem = path.getFileSystem(spark.sparkContext().hadoopConfiguration());
            FileStatus status = fileSystem.getFileStatus(path);
            if (status.isDirectory()) {
                throw new InputException(name + ": is a directory; name the file in it");
            }
            if (status.getLen() == 0) {
                throw new InputException(name + ": is empty; it was perhaps not copied to its end");
            }
            if (path.getName().startsWith("_") || path.getName().startsWith(".")) {
                throw new InputException(name + ": Spark passes over files whose name begins with _ or .; rename it");
            }
            try (FSDataInputStream in = fileSystem.open(path)) {
                in.read();
            }
            return new InputFile(name, status.getPath());
        } catch (FileNotFoundException e) {
            throw new InputException(name + ": there is no such file, or it may not be read; check the path", e);
        } catch (IOException | IllegalArgumentException e) {
            throw new InputException(name + ": cannot be read (" + e.getMessage() + ")", e);
        }
    }

    /** A file's address as people write it: local files without their scheme. */
    static String shown(String address) {
        return address.startsWith("file:") ? URI.create(address).getPath() : address;
    }

    /** As the user wrote it. */
    String name() {
        return name;
    }

    /** For Spark's readers, which would take brackets, braces, stars and question marks for a pattern. */
    String literalPath() {
        return path.toString().replaceAll("[\\\\\\[\\]{}*?]", "\\\\$0");
    }
}
