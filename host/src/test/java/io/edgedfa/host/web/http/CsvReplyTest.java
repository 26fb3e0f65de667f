package io.edgedfa.host.web.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvReplyTest {
    @ParameterizedTest
    @ValueSource(strings = {"=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"})
    void shouldTakeTheMeaningFromTextThatLooksLikeAFormula(String text) {
        assertEquals("\"'" + text + "\"", CsvReply.cell(text));
    }

    @Test
    void shouldLeaveNumbersAlone() {
        assertEquals("-1.5", CsvReply.cell(-1.5));
        assertEquals("-7", CsvReply.cell(-7L));
        assertEquals("", CsvReply.cell(null));
    }

    @Test
    void shouldQuoteWhatSeparates() {
        assertEquals("\"a,b\"", CsvReply.cell("a,b"));
        assertEquals("\"say \"\"no\"\"\"", CsvReply.cell("say \"no\""));
        assertEquals("\"a\r\nb\"", CsvReply.cell("a\r\nb"));
        assertEquals("plain = text", CsvReply.cell("plain = text"));
    }
}
