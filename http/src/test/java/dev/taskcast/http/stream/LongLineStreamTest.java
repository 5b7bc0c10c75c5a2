package dev.taskcast.http.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.adapter.Backends;
import dev.taskcast.http.exchange.Frames;
import dev.taskcast.http.exchange.StreamSession;
import dev.taskcast.task.SubmitOptions;
import dev.taskcast.task.TaskType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Where tasks stand in a long line: what viewers are told of it, and what that costs. */
class LongLineStreamTest extends PositionRig {
    private static final Pattern POSITION =
            Pattern.compile("\"type\":\"position\",\"id\":\"([^\"]+)\"[^}]*,\"position\":(\\d+)");

    /** Who stands where, as a session is told; read fast, as there may be very much else. */
    private static List<String> read(StreamSession session) {
        List<String> told = new ArrayList<>();
        for (Frames frames = session.next(); frames != null; frames = session.next()) {
            Matcher matcher = POSITION.matcher(new String(frames.bytes(), StandardCharsets.UTF_8));
            while (matcher.find()) {
                told.add(matcher.group(1) + " " + matcher.group(2));
            }
        }
        return told;
    }

    private void submit(int count) {
        TaskType<String, Void> type = type();
        IntStream.rangeClosed(1, count)
                .forEach(i -> tasks.submit(
                        type, "x", SubmitOptions.builder().id("t" + i).build()));
    }

    /** The 100,000th is not told 100,000 times, nor does anybody look at all who wait. */
    @Test
    void aLongWaitIsAboutAHundredFrames() {
        int waiting = 100_000;
        submit(waiting);
        StreamSession named = of("?task=t" + waiting).session();
        long tick = Backends.of(tasks).log().end().tick();
        List<String> told = new ArrayList<>();
        for (int left = waiting, gone = 0; left > 0; ) {
            second();
            told.addAll(read(named));
            int step = Math.max(1, left / 200);
            for (int i = 0; i < step; i++) {
                tasks.cancel("t" + ++gone);
            }
            left -= step;
        }

        assertThat(told).hasSizeBetween(90, 110).doesNotHaveDuplicates();
        assertThat(told).endsWith("t" + waiting + " 2", "t" + waiting + " 1");
        assertThat(Backends.of(tasks).log().end().tick() - tick)
                .as("of nobody else is anything shown")
                .isEqualTo(told.size());
    }

    @Test
    void ofALongLineTheOthersAreToldOfTheFirstOnly() {
        int waiting = 5_000;
        submit(waiting);
        StreamSession named = of("?task=t" + waiting).session();
        StreamSession all = of("").session();
        List<String> told = new ArrayList<>();
        for (int left = waiting, gone = 0; left > 30; ) {
            second();
            read(named);
            told.addAll(read(all));
            int step = Math.max(1, left / 20);
            for (int i = 0; i < step; i++) {
                tasks.cancel("t" + ++gone);
            }
            left -= step;
        }

        assertThat(told)
                .hasSizeGreaterThan(100)
                .allMatch(each -> Integer.parseInt(each.substring(each.indexOf(' ') + 1)) <= 20);
        assertThat(told).noneMatch(each -> each.startsWith("t" + waiting + " "));
    }
}
