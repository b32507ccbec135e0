package org.noisescale.driver.report;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;

/** The page as JSON that may stand inside a script element: no text in it can close the element. */
final class PageJson {
    private static final MathContext PRECISION = new MathContext(7);
    private static final ObjectMapper MAPPER =
            new ObjectMapper().registerModule(new SimpleModule().addSerializer(Double.class, new FiniteNumbers()));

    private PageJson() {}

    static String of(Page page) {
        try {
            return MAPPER.writeValueAsString(page).replace("<", "\\u003c");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a page must be expressible as JSON", e);
        }
    }

    /** Seven digits are more than a chart shows; what is not a finite number becomes null or, if infinite, a text. */
    private static final class FiniteNumbers extends JsonSerializer<Double> {
        @Override
        public void serialize(Double value, JsonGenerator generator, SerializerProvider provider) throws IOException {
            if (value.isNaN()) {
                generator.writeNull();
            } else if (value.isInfinite()) {
                generator.writeString(value > 0 ? "Infinity" : "-Infinity");
            } else {
                generator.writeNumber(new BigDecimal(value).round(PRECISION).doubleValue());
            }
        }
    }
}
