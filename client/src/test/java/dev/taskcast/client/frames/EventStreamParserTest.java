package dev.taskcast.client.frames;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.taskcast.client.frames.EventStreamParser.FrameTooLargeException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventStreamParserTest {
    private static final class Told implements FrameSink {
        private final List<String> all = new ArrayList<>();

        @Override
        public void frame(@Nullable String id, byte @Nullable [] data) {
            all.add("id=" + id + " data=" + (data == null ? null : new String(data, StandardCharsets.UTF_8)));
        }

        @Override
        public void comment() {
            all.add("comment");
        }

        @Override
        public void retry(long millis) {
            all.add("retry " + millis);
        }
    }

    private static List<String> read(byte[]... pieces) {
        Told told = new Told();
        EventStreamParser parser = new EventStreamParser(told);
        try {
            for (byte[] piece : pieces) {
                parser.read(piece, piece.length);
            }
        } catch (FrameTooLargeException e) {
            throw new AssertionError(e);
        }
        return told.all;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static List<String> read(String... pieces) {
        return read(Arrays.stream(pieces).map(EventStreamParserTest::bytes).toArray(byte[][]::new));
    }

    private static byte[][] each(byte[] bytes) {
        byte[][] pieces = new byte[bytes.length][];
        for (int i = 0; i < bytes.length; i++) {
            pieces[i] = new byte[] {bytes[i]};
        }
        return pieces;
    }

    @Test
    void hasFramesOfAnIdAndData() {
        assertThat(read("id: 5\ndata: {\"a\":1}\n\n")).containsExactly("id=5 data={\"a\":1}");
    }

    @Test
    void isReadTheSameWhereverItIsCut() {
        byte[] all = bytes(": heartbeat\n\nid: 5\r\ndata: a\r\ndata:b\r\n\r\nretry: 20\n\ndata: é\u2028x\r\rid: 7\n\n");
        List<String> whole = read(all);
        assertThat(whole)
                .containsExactly("comment", "id=5 data=a\nb", "retry 20", "id=null data=é\u2028x", "id=7 data=null");
        for (int cut = 1; cut < all.length; cut++) {
            assertThat(read(Arrays.copyOf(all, cut), Arrays.copyOfRange(all, cut, all.length)))
                    .as("cut at %d", cut)
                    .isEqualTo(whole);
        }
        assertThat(read(each(all))).isEqualTo(whole);
    }

    @Test
    void hasOnlyOneSpaceAfterTheColonToDropAndFieldsWithoutOne() {
        assertThat(read("data:  x\n\ndata\n\n")).containsExactly("id=null data= x", "id=null data=");
    }

    @Test
    void mayHaveWhatIsNotKnown() {
        assertThat(read("event: other\ndata: x\n\nfoo: bar\nretry: soon\nretry: -1\nid: a\0b\ndata: y\n\n"))
                .containsExactly("id=null data=y");
        assertThat(read("event: message\ndata: x\n\n")).containsExactly("id=null data=x");
    }

    @Test
    void givesNothingOfAFrameThatWasCutOff() {
        assertThat(read("data: x\n")).isEmpty();
        assertThat(read("data: x")).isEmpty();
    }

    @Test
    void hasLinesThatEndWithALoneCrAtOnce() {
        assertThat(read("data: x\r\r")).containsExactly("id=null data=x");
        assertThat(read("data: x\r", "\r")).containsExactly("id=null data=x");
        assertThat(read(": beat\r")).containsExactly("comment");
    }

    @Test
    void hasACrLfThatIsOneEndOfALineAlsoWhereItIsCut() {
        assertThat(read("data: x\r", "\ndata: y\r", "\n\r", "\n")).containsExactly("id=null data=x\ny");
        assertThat(read("data: x\r", "", "\n\r\n")).containsExactly("id=null data=x");
        assertThat(read("data: x\r", "\n", "\n")).containsExactly("id=null data=x");
    }

    @Test
    void mayBeginWithAByteOrderMark() {
        byte[] marked = bytes("\uFEFFdata: x\n\n");
        assertThat(read(marked)).containsExactly("id=null data=x");
        assertThat(read(each(marked))).containsExactly("id=null data=x");
        assertThat(read("\uFEFF", "\uFEFFdata: x\n\ndata: y\n\n"))
                .as("a second one is part of the first field's name")
                .containsExactly("id=null data=y");
        assertThat(read("\uFEFEdata: x\n\n")).as("another character").isEmpty();
    }

    @Test
    void aRetryOfAnyLengthIsANumber() {
        assertThat(read("retry: 0\nretry: 007\nretry: " + "9".repeat(400) + "\n"))
                .containsExactly("retry 0", "retry 7", "retry " + Long.MAX_VALUE);
    }

    @Test
    void aFrameWithoutAnEndIsRefused() {
        byte[] piece = bytes("x".repeat(1024 * 1024));
        EventStreamParser parser = new EventStreamParser(new Told());
        assertThatThrownBy(() -> {
                    parser.read(bytes("data: "), 6);
                    for (int i = 0; i < 20; i++) {
                        parser.read(piece, piece.length);
                    }
                })
                .isInstanceOf(FrameTooLargeException.class)
                .hasMessageContaining("16777216");
        EventStreamParser lines = new EventStreamParser(new Told());
        byte[] line = bytes("data: " + "x".repeat(1024 * 1024) + "\n");
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 20; i++) {
                        lines.read(line, line.length);
                    }
                })
                .isInstanceOf(FrameTooLargeException.class);
    }

    @Test
    void ofManyMegabytesOnALineInSmallPiecesIsReadWhole() throws FrameTooLargeException {
        byte[] piece = bytes("x".repeat(1_460));
        Told told = new Told();
        EventStreamParser parser = new EventStreamParser(told);
        parser.read(bytes("data: "), 6);
        for (int i = 0; i < 5_000; i++) {
            parser.read(piece, piece.length);
        }
        parser.read(bytes("\n\n"), 2);
        assertThat(told.all).hasSize(1);
        assertThat(told.all.getFirst()).hasSize("id=null data=".length() + 5_000 * 1_460);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void anyTextIsReadAsTheStandardHasItHoweverItIsCut(long seed) {
        String[] parts = {
            "\r",
            "\n",
            "\r\n",
            ":",
            " ",
            "data",
            "id",
            "event",
            "retry",
            "x",
            "7",
            "message",
            "\0",
            "\u2028",
            "é",
            "data: y\n\n"
        };
        Random random = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int n = 1 + random.nextInt(14); n > 0; n--) {
                text.append(parts[random.nextInt(parts.length)]);
            }
            byte[] all = bytes(text.toString());
            List<String> whole = standard(text.toString());
            assertThat(read(all)).as("seed %d: %s", seed, text).isEqualTo(whole);
            assertThat(read(each(all))).as("seed %d, in bytes: %s", seed, text).isEqualTo(whole);
            int cut = random.nextInt(all.length + 1);
            assertThat(read(Arrays.copyOf(all, cut), Arrays.copyOfRange(all, cut, all.length)))
                    .as("seed %d, cut at %d: %s", seed, cut, text)
                    .isEqualTo(whole);
        }
    }

    /** What the standard says of a whole text, a step for each of its sentences. */
    private static List<String> standard(String text) {
        List<String> told = new ArrayList<>();
        String data = null;
        String id = null;
        String event = "";
        String[] lines = text.replace("\r\n", "\n").replace('\r', '\n').split("\n", -1);
        for (String line : Arrays.asList(lines).subList(0, lines.length - 1)) {
            int colon = line.indexOf(':');
            String field = colon < 0 ? line : line.substring(0, colon);
            String value = colon < 0 ? "" : line.substring(colon + 1);
            value = value.startsWith(" ") ? value.substring(1) : value;
            if (line.isEmpty()) {
                if ((data != null || id != null) && (event.isEmpty() || event.equals("message"))) {
                    told.add("id=" + id + " data=" + data);
                }
                data = null;
                id = null;
                event = "";
            } else if (colon == 0) {
                told.add("comment");
            } else if (field.equals("data")) {
                data = data == null ? value : data + "\n" + value;
            } else if (field.equals("id") && value.indexOf('\0') < 0) {
                id = value;
            } else if (field.equals("event")) {
                event = value;
            } else if (field.equals("retry") && value.matches("[0-9]+")) {
                told.add("retry " + Long.parseLong(value));
            }
        }
        return told;
    }
}
