package dev.taskcast.handle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.taskcast.InvariantsExtension;
import dev.taskcast.SeededRandom;
import dev.taskcast.TaskManager;
import dev.taskcast.TaskManagerBuilder;
import dev.taskcast.adapter.Backends;
import dev.taskcast.time.ManualClock;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class HandleTest {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final long LATER = ManualClock.START.plus(HOUR).toEpochMilli();

    @RegisterExtension
    final InvariantsExtension invariants = new InvariantsExtension();

    private final ManualClock clock = new ManualClock();
    private final byte[] key = key(1);
    private final Handles handles = new Handles(List.of(key), clock);
    private final String signed = handles.sign("task-1", LATER);

    private static byte[] key(int seed) {
        byte[] bytes = new byte[32];
        new SeededRandom(seed).nextBytes(bytes);
        return bytes;
    }

    private static byte[] decoded(String text) {
        return Base64.getUrlDecoder().decode(text);
    }

    private static String encoded(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private Handles with(byte[]... keys) {
        return new Handles(List.of(keys), clock);
    }

    @Test
    void aHandleSaysItsTaskAndItsEnd() {
        assertThat(handles.verify(signed)).isEqualTo(new Handles.Handle("task-1", LATER));
        assertThat(signed).matches("[A-Za-z0-9_-]+");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "Ω/ü é", "a.b|c\u0001", "\uD83D\uDE00", "task-1\0"})
    void anyIdComesBackAsItWas(String id) {
        assertThat(handles.verify(handles.sign(id, LATER))).isEqualTo(new Handles.Handle(id, LATER));
        String longest = id.repeat(200).substring(0, 200);
        assertThat(handles.verify(handles.sign(longest, LATER))).isEqualTo(new Handles.Handle(longest, LATER));
    }

    @Test
    void itHoldsUntilItsEnd() {
        clock.advance(HOUR.minusMillis(1));
        assertThat(handles.verify(signed)).isNotNull();
        clock.advance(Duration.ofMillis(1));
        assertThat(handles.verify(signed)).isNull();
        assertThat(handles.isExpired(LATER)).isTrue();
    }

    @Test
    void aClockThatIsFarBehindTheSigningTakesNone() {
        clock.advance(HOUR);
        assertThat(handles.verify(signed)).isNull();
        clock.moveWall(Duration.between(clock.instant(), Instant.EPOCH));
        assertThat(handles.verify(signed)).as("in 1970").isNull();
        String own = handles.sign("task-1", clock.millis() + 1_000);
        assertThat(handles.verify(own)).as("signed in 1970").isNotNull();
    }

    @Test
    void nodesWhoseClocksDifferByHoursTakeEachOthers() {
        clock.moveWall(Duration.ofHours(-23));
        assertThat(handles.verify(signed)).isNotNull();
        clock.moveWall(Duration.ofHours(-2));
        assertThat(handles.verify(signed)).isNull();
    }

    @Test
    void whoeverWatchesIsSentAwayInTimeWhateverTheClockDoes() {
        Handles.Handle handle = Objects.requireNonNull(handles.verify(signed));
        long deadline = handles.deadlineNanos(handle);
        clock.moveWall(Duration.ofHours(-1));
        clock.advance(HOUR.minusMillis(1));
        assertThat(handles.isOver(handle, deadline)).isFalse();
        clock.advance(Duration.ofMillis(1));
        assertThat(handles.isOver(handle, deadline)).isTrue();
    }

    @Test
    void noBitOfItCanBeChanged() {
        byte[] bytes = decoded(signed);
        for (int i = 0; i < bytes.length; i++) {
            for (int bit = 0; bit < 8; bit++) {
                byte[] changed = bytes.clone();
                changed[i] = (byte) (changed[i] ^ (1 << bit));
                assertThat(handles.verify(encoded(changed)))
                        .as("byte " + i + ", bit " + bit)
                        .isNull();
            }
        }
    }

    @Test
    void nothingCanBeTakenAwayOrAdded() {
        byte[] bytes = decoded(signed);
        for (int length = 0; length < bytes.length; length++) {
            assertThat(handles.verify(encoded(java.util.Arrays.copyOf(bytes, length))))
                    .isNull();
            assertThat(handles.verify(signed.substring(0, Math.min(length, signed.length() - 2))))
                    .isNull();
        }
        assertThat(handles.verify(encoded(java.util.Arrays.copyOf(bytes, bytes.length + 1))))
                .isNull();
        assertThat(handles.verify(signed + "AA")).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "A", "AA", "====", "not base64!", "\0", "é", "+/+/", "AQ"})
    void rubbishIsNoHandle(String text) {
        assertThat(handles.verify(text)).isNull();
    }

    @Test
    void aLongTextIsNoHandle() {
        assertThat(handles.verify("A".repeat(10_000_000))).isNull();
    }

    static SeededRandom[] seeds() {
        return SeededRandom.several(10);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void randomTextIsNoHandle(SeededRandom random) {
        for (int i = 0; i < 200; i++) {
            byte[] bytes = new byte[random.nextInt(200)];
            random.nextBytes(bytes);
            if (bytes.length > 0) {
                bytes[0] = 1;
            }
            assertThat(handles.verify(encoded(bytes))).isNull();
        }
    }

    @Test
    void anotherVersionIsNoHandleEvenWhereTheKeyIsRight() throws Exception {
        for (byte version : new byte[] {0, 1, 2}) {
            ByteBuffer head =
                    ByteBuffer.allocate(64).put(version).putLong(LATER).put("task-1".getBytes(StandardCharsets.UTF_8));
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            mac.update(head.array(), 0, head.position());
            head.put(mac.doFinal());
            String text = encoded(java.util.Arrays.copyOf(head.array(), head.position()));

            assertThat(handles.verify(text) != null).as("version " + version).isEqualTo(version == 1);
        }
    }

    @Test
    void keysAreChangedWithoutBreakingTheHandlesThatAreOut() {
        Handles between = with(key(2), key);
        assertThat(between.verify(signed)).isNotNull();
        String young = between.sign("task-1", LATER);
        Handles after = with(key(2));
        assertThat(after.verify(young)).isNotNull();
        assertThat(after.verify(signed)).isNull();
        assertThat(handles.verify(young)).isNull();
    }

    @Test
    void aManagerSignsForATaskThatNeedNotBeThereYet() {
        TaskManager tasks = invariants.manager(builder -> builder.clock(clock).handleKeys(List.of(key)));
        String handle = tasks.handle("not-there", HOUR);

        assertThat(handle).isEqualTo(handles.sign("not-there", LATER));
        assertThat(Backends.of(tasks).handles().verify(handle)).isEqualTo(new Handles.Handle("not-there", LATER));
        assertThatIllegalArgumentException().isThrownBy(() -> tasks.handle("", HOUR));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> tasks.handle("x", Duration.ZERO))
                .withMessage("A handle's validity must be longer than zero and at most 100 years, got: PT0S");
        assertThatIllegalArgumentException().isThrownBy(() -> tasks.handle("x", Duration.ofNanos(-1)));
    }

    @Test
    void aValidityIsAHundredYearsAtTheMost() {
        TaskManager tasks = invariants.manager(builder -> builder.clock(clock));
        assertThatIllegalArgumentException().isThrownBy(() -> tasks.handle("x", Duration.ofSeconds(Long.MAX_VALUE)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> tasks.handle("x", Duration.ofDays(36_525).plusNanos(1)));
        String century = tasks.handle("x", Duration.ofDays(36_525));
        assertThat(Backends.of(tasks).handles().verify(century)).isNotNull();
    }

    @Test
    void byDefaultHandlesEndWithTheirManager() {
        TaskManager one = invariants.manager();
        TaskManager two = invariants.manager();
        String handle = one.handle("x", HOUR);
        assertThat(Backends.of(one).handles().verify(handle)).isNotNull();
        assertThat(Backends.of(two).handles().verify(handle)).isNull();
    }

    @Test
    void keysMustBeLongEnoughAndAreCopied() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TaskManager.builder().handleKeys(List.of()))
                .withMessage("handleKeys must have at least one key, and each at least 32 bytes");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TaskManager.builder().handleKeys(List.of(key, new byte[31])));
        byte[] own = key(1);
        TaskManager tasks = invariants.manager(builder -> {
            TaskManagerBuilder with = builder.clock(clock).handleKeys(List.of(own));
            own[0]++;
            return with;
        });
        assertThat(Backends.of(tasks).handles().verify(signed)).isNotNull();
    }
}
