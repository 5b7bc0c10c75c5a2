package dev.taskcast.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each link of each document to a file of the project leads to one that is there, and its fragment to a heading. */
final class LinksTest {
    @TempDir
    Path folder;

    @Test
    void everyLinkLeadsToAFileAndAHeading() throws IOException {
        List<String> wrong = new ArrayList<>();
        int links = 0;
        for (Path page : Pages.all()) {
            for (String target : Links.of(Files.readString(Snippet.ROOT.resolve(page)))) {
                links++;
                String why = Links.wrong(Snippet.ROOT, page, target);
                if (!why.isEmpty()) {
                    wrong.add(page + " → " + target + ": " + why);
                }
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(links).isGreaterThan(100);
    }

    @Test
    void aLinkThatLeadsNowhereIsFound() throws IOException {
        Files.writeString(folder.resolve("there.md"), "# One `two`\n\n## One two\n\n```sh\n# no heading\n```\n");
        Path page = Path.of("page.md");
        assertThat(Links.wrong(folder, page, "there.md")).isEmpty();
        assertThat(Links.wrong(folder, page, "there.md#one-two")).isEmpty();
        assertThat(Links.wrong(folder, page, "there.md#one-two-1")).isEmpty();
        assertThat(Links.wrong(folder, page, "https://example.com/not-asked")).isEmpty();
        assertThat(Links.wrong(folder, page, "there.md#one-two-2")).isNotEmpty();
        assertThat(Links.wrong(folder, page, "there.md#no-heading")).isNotEmpty();
        assertThat(Links.wrong(folder, page, "not-there.md")).isNotEmpty();
        assertThat(Links.wrong(folder, page, "../outside.md")).isNotEmpty();
        assertThat(Links.wrong(folder, page, "/there.md")).isNotEmpty();
    }

    @Test
    void linksOfEveryKindAreFoundAndCodeHasNone() {
        assertThat(Links.of("""
                        A [link](a.md#b), an ![image](c.png "title"), `[code](no.md)` and [one
                        over two lines](d.md).

                        <img src="e.png" alt=""> <source srcset="f.png"> <a href="g.md">g</a>

                        [named]: h.md

                        ```md
                        [code](no.md)
                        ```
                        """))
                .containsExactlyInAnyOrder("a.md#b", "c.png", "d.md", "e.png", "f.png", "g.md", "h.md");
    }
}
