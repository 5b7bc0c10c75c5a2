package dev.taskcast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.taskcast.task.TaskType;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SubmitWithoutCodecTest {
    @RegisterExtension
    final InvariantsExtension managed = new InvariantsExtension();

    @Test
    @SuppressWarnings({"rawtypes", "NonApiType"})
    void aPayloadThatItsCopyCantBeIsRefusedAtOnce() {
        TaskManager tasks = managed.manager();
        TaskType<ArrayList, Void> type = tasks.type("import", ArrayList.class, Void.class, (ctx, payload) -> null);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> tasks.submit(type, new ArrayList<>(List.of(1))))
                .withMessageContaining("java.util.ArrayList");
        assertThat(tasks.getAllStates()).isEmpty();
    }
}
