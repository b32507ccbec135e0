package org.noisescale.driver.results;

import java.io.IOException;
import java.io.OutputStream;

/** What a file shall hold that is no text. */
@FunctionalInterface
public interface Content {
    /** Writes it all; the stream stays open. */
    void writeTo(OutputStream target) throws IOException;
}
