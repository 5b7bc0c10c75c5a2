package dev.taskcast.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Documents can be read and compared line by line. */
final class LinesTest {
    private static final int MAX = 120;

    @Test
    void linesAreShortWhereMarkdownLetsThem() throws IOException {
        List<String> tooLong = new ArrayList<>();
        for (Path page : Pages.all()) {
            List<String> lines = Files.readAllLines(Snippet.ROOT.resolve(page));
            String fence = ""; // of the block that a line is in
            for (int i = 0; i < lines.size(); i++) {
                if (lines.get(i).strip().startsWith("```")) {
                    fence = fence.isEmpty() ? lines.get(i).strip() : "";
                }
                boolean isText = fence.equals("```"); // on the wire, in a header, or a drawing: as it is
                if (!isText && isTooLong(lines.get(i))) {
                    tooLong.add(page + ":" + (i + 1));
                }
            }
        }
        assertThat(tooLong).isEmpty();
    }

    /** A row of a table is one line, and a link can't be broken. */
    private static boolean isTooLong(String line) {
        return line.length() > MAX && !line.startsWith("|") && line.strip().indexOf(' ', 4) > 0;
    }
}
