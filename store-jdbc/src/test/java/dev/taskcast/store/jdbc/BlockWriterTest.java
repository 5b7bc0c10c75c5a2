package dev.taskcast.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.lifecycle.LimitId;
import dev.taskcast.lifecycle.LimitSetting;
import dev.taskcast.store.Opened;
import dev.taskcast.testkit.store.History;
import dev.taskcast.testkit.store.Stored;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BlockWriterTest {
    /** It takes the limit for a transition, and would count on from there. */
    @Test
    void whoDoesNotKnowLimitsIsToldThePositionAfterOne() {
        History history =
                new History(new Opened(Stored.LEAST, Stored.LEAST, List.of(), List.of(), List.of(), Set.of()));
        history.make("a");
        history.limit(LimitId.MANAGER, LimitSetting.NONE.declared(LimitSetting.Values.NONE.atOnce(1)));
        history.make("b");
        history.make("c");
        List<String> lines = new String(BlockWriter.block(history.batch(), "node"), StandardCharsets.UTF_8)
                .lines()
                .toList();

        assertThat(lines).hasSize(5);
        assertThat(lines.get(1)).doesNotContain("\"p\"");
        assertThat(lines.get(2)).startsWith("{\"k\":\"l\"").doesNotContain("\"p\"");
        assertThat(lines.get(3)).endsWith(",\"p\":" + (Stored.LEAST + 2) + "}");
        assertThat(lines.get(4)).doesNotContain("\"p\"");
    }
}
