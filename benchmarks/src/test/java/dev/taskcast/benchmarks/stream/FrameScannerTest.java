package dev.taskcast.benchmarks.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FrameScannerTest {
    private static final byte[] STREAM = """
            HTTP/1.1 200 OK\r
            Content-Type: text/event-stream\r
            \r
            3a\r
            id: 7
            data: {"message":"@123 and 4"}

            data: {}

            \r
            2\r
            : 5@67

            \r
            """.getBytes(StandardCharsets.US_ASCII);

    @Test
    void framesAndTimesAreFoundHoweverTheyAreCut() {
        for (int size = 1; size <= STREAM.length; size++) {
            var scanner = new FrameScanner();
            List<Long> stamps = new ArrayList<>();
            int frames = 0;
            for (int from = 0; from < STREAM.length; from += size) {
                int length = Math.min(size, STREAM.length - from);
                byte[] piece = new byte[length];
                System.arraycopy(STREAM, from, piece, 0, length);
                frames += scanner.scan(piece, length, stamps::add);
            }
            assertThat(frames).isEqualTo(3);
            assertThat(stamps).containsExactly(123L, 67L);
        }
    }

    @Test
    void aWordIsFoundHoweverItIsCut() {
        var word = new WordFinder("\"ready\"".getBytes(StandardCharsets.US_ASCII));

        assertThat(find(word, "\"rea")).isFalse();
        assertThat(find(word, "\"\"rea")).isFalse();
        assertThat(find(word, "dy")).isFalse();
        assertThat(find(word, "\"}")).isTrue();
        assertThat(find(word, "\n")).isTrue();
    }

    private static boolean find(WordFinder word, String text) {
        return word.find(text.getBytes(StandardCharsets.US_ASCII), text.length());
    }
}
