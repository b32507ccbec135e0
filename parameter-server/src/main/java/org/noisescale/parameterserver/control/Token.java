package org.noisescale.parameterserver.control;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A secret that drivers and servers share. Who knows it can say so without saying it: with HMAC-SHA256 (RFC 2104) over
 * a number that the other side has just drawn.
 */
public final class Token {
    /** Bytes of a digest, and of what is drawn for it. */
    static final int DIGEST_BYTES = 32;

    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec key;

    private Token(SecretKeySpec key) {
        this.key = key;
    }

    /**
     * The token of a text without the white space around it; throws {@link IllegalArgumentException} if none is left.
     */
    public static Token of(String text) {
        String stripped = text.strip();
        if (stripped.isEmpty()) {
            throw new IllegalArgumentException("a token must have at least one character");
        }
        return new Token(new SecretKeySpec(stripped.getBytes(StandardCharsets.UTF_8), ALGORITHM));
    }

    /** The proof that a client knows the token. */
    byte[] proof(byte[] nonce, long client) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update(nonce);
            return mac.doFinal(ByteBuffer.allocate(Long.BYTES).putLong(client).array());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }

    /** Whether it is one; how long the answer takes does not tell how nearly. */
    boolean accepts(byte[] proof, byte[] nonce, long client) {
        return MessageDigest.isEqual(proof(nonce, client), proof);
    }
}
