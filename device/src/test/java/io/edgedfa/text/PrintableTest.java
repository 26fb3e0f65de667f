package io.edgedfa.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class PrintableTest {
    @Test
    void shouldReplaceWhatBeginsALineMovesTheCursorOrTurnsTheDirection() {
        assertEquals("a?b?c?d?e?f?g", Printable.text("a\nb\u001bc\u007fd\u009be\u202ef\u2028g"));
    }

    @Test
    void shouldLeaveWordsOfAllLanguagesAndPicturesAsTheyAre() {
        String text = "Zürich, 東京, \ud83d\ude00 'a' \"b\" \\n";
        assertEquals(text, Printable.text(text));
    }

    @Test
    void shouldEndInAnEllipsisWithinTheWidth() {
        assertEquals("abc", Printable.text("abc", 3));
        assertEquals("ab\u2026", Printable.text("abcd", 3));
    }

    @Test
    void shouldCutALongTextBeforeItSaysThatThereIsMore() {
        assertEquals("abc", Printable.beginning("abc", 3));
        assertEquals("ab?...", Printable.beginning("ab\ncd", 3));
    }

    @Test
    void shouldReplaceHalfOfACharacterWhereItIsCut() {
        assertEquals("a?...", Printable.beginning("a\ud83d\ude00b", 2));
    }

    @Test
    void shouldSayTheSameInJson() {
        assertEquals("{\"a\": \"\\u202e\\u009b\",\n\"b\": 1}", Printable.json("{\"a\": \"\u202e\u009b\",\n\"b\": 1}"));
    }
}
