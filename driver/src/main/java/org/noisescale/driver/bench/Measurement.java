package org.noisescale.driver.bench;

/**
 * How fast a pass was.
 *
 * @param bytesPerParameter what it reads and writes
 * @param median nanoseconds a parameter, over the iterations
 * @param least of them
 * @param greatest of them
 */
record Measurement(String kernel, Memory memory, int bytesPerParameter, double median, double least, double greatest) {
    /** GB/s; a byte a nanosecond is one. */
    double rate() {
        return bytesPerParameter / median;
    }

    double rateMin() {
        return bytesPerParameter / greatest;
    }

    double rateMax() {
        return bytesPerParameter / least;
    }
}
