package org.noisescale.parameterserver.diagnosis;

import org.noisescale.parameterserver.transport.DatagramLength;

/**
 * Whether datagrams pass in one piece. One that does not is lost with any of its pieces.
 *
 * @param target where they go
 * @param whole what was found out about the way
 */
record DatagramCheck(String target, int lengthBytes, PathProbe.Answer whole) {
    private static final String SUBJECT = "path MTU";

    Finding finding() {
        if (!whole.isKnown()) {
            return Finding.unknown(SUBJECT, "this system does not tell whether datagrams to " + target + " are cut");
        }
        if (whole.wholeBytes() >= lengthBytes) {
            return Finding.good(SUBJECT, "datagrams of " + lengthBytes + " bytes to " + target + " pass whole");
        }
        String flag = "-D" + DatagramLength.PROPERTY + "=" + whole.wholeBytes();
        return Finding.slow(
                SUBJECT,
                "datagrams of " + lengthBytes + " bytes to " + target + " are cut; those of " + whole.wholeBytes()
                        + " are not",
                "give all servers and drivers the JVM flag " + flag + " (NOISESCALE_JAVA_OPTS=" + flag + ")");
    }
}
