package dev.taskcast.store.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.taskcast.lifecycle.LimitId;
import dev.taskcast.lifecycle.LimitSetting;
import dev.taskcast.store.Opened;
import dev.taskcast.store.StoreException;
import dev.taskcast.testkit.store.History;
import dev.taskcast.testkit.store.Stored;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BlockWriterTest {
    private static Block block(String json) {
        return new Block(7, 1, Stored.LEAST + 1, "node", 1, json.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aBlockSaysHowItIsWritten() {
        History history =
                new History(new Opened(Stored.LEAST, Stored.LEAST, List.of(), List.of(), List.of(), Set.of()));
        history.make("a");

        assertThat(new String(BlockWriter.block(history.batch(), "node"), StandardCharsets.UTF_8))
                .startsWith("{\"h\":" + Stored.LEAST + ",\"v\":1}\n");
    }

    /** What it says may mean something else: nothing is taken of it, and who reads it goes no further. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"h\":1,\"v\":2}\n{\"k\":\"m\",\"i\":{\"d\":\"a\"},\"s\":\"pending\"}",
                "{\"v\":9,\"from\":[1]}\n[\"other\"]"
            })
    void aBlockThatIsWrittenInANewerWayIsNotRead(String json) {
        List<Draft> read = new ArrayList<>();

        assertThatThrownBy(() -> BlockReader.read(block(json), (draft, created, position) -> read.add(draft)))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("Block 7")
                .hasMessageContaining("update this node");
        assertThat(read).isEmpty();
    }

    @Test
    void aBlockOfTheFirstVersionsSaysNothingOfThat() {
        List<Draft> read = new ArrayList<>();

        BlockReader.read(
                block("{\"h\":1}\n{\"k\":\"m\",\"i\":{\"d\":\"a\"},\"s\":\"pending\"}"),
                (draft, created, position) -> read.add(draft));

        assertThat(read).hasSize(1);
    }

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
