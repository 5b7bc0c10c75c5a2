package dev.taskcast.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.xml.sax.InputSource;

/** A part of somebody's build: it names modules that there are, in the version that they have. */
final class BuildSnippet {
    private static final Pattern XML = Pattern.compile(
            "<groupId>dev\\.taskcast</groupId>\\s*<artifactId>taskcast-([a-z-]+)</artifactId>(?:\\s*<version>([^<]+)<)?");
    private static final Pattern GRADLE = Pattern.compile("dev\\.taskcast:taskcast-([a-z-]+)(?::([^\"']+))?[\"']");

    private BuildSnippet() {}

    static void holds(Snippet snippet) throws Exception {
        boolean isXml = snippet.language().equals("xml");
        if (isXml) {
            String whole = "<all>" + snippet.text() + "</all>";
            DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(whole)));
        }
        Matcher module = (isXml ? XML : GRADLE).matcher(snippet.text());
        int found = 0;
        for (; module.find(); found++) {
            assertThat(Snippet.ROOT.resolve(module.group(1)).resolve("pom.xml"))
                    .as("%s", snippet)
                    .exists();
            if (module.group(2) != null) {
                assertThat(module.group(2)).as("%s", snippet).isEqualTo(Pages.version());
            }
        }
        assertThat(found).as("modules in %s", snippet).isPositive();
    }
}
