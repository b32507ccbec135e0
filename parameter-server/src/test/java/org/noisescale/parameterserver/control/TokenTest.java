package org.noisescale.parameterserver.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

final class TokenTest {
    private final byte[] nonce = new byte[Token.DIGEST_BYTES];
    private final Token token = Token.of("sesame\n");

    /** From {@code openssl dgst -sha256 -hmac sesame} over 32 zeros and the client's eight bytes. */
    @Test
    void provesWithHmac() {
        assertThat(HexFormat.of().formatHex(token.proof(nonce, 1)))
                .isEqualTo("b32ef0e895006312cd7e422e1632d2b33f69309fd927ebd3557e3fb57f7e5768");
    }

    @Test
    void acceptsOnlyTheProofOfTheSameTokenNonceAndClient() {
        byte[] proof = token.proof(nonce, 7);

        assertThat(Token.of("sesame").accepts(proof, nonce, 7)).isTrue();
        assertThat(token.accepts(proof, nonce, 8)).isFalse();
        assertThat(Token.of("Sesame").accepts(proof, nonce, 7)).isFalse();
        assertThat(token.accepts(new byte[0], nonce, 7)).isFalse();
        assertThat(token.accepts(new byte[Token.DIGEST_BYTES], nonce, 7)).isFalse();
        nonce[31] = 1;
        assertThat(token.accepts(proof, nonce, 7)).isFalse();
    }

    @Test
    void refusesAnEmptyText() {
        assertThatThrownBy(() -> Token.of(" \n")).hasMessage("a token must have at least one character");
    }
}
