package dev.taskcast.benchmarks.durable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class OptionsTest {
    @Test
    void withoutArgumentsAllIsMeasured() {
        Options options = Options.parse();

        assertThat(options.measures()).containsExactly(Measure.values());
        assertThat(JavaContender.ALL).allMatch(options::wants);
    }

    @Test
    void aGroupIsAllItsMeasures() {
        assertThat(Options.parse("--measures=submit,latency").measures())
                .containsExactly(Measure.EACH, Measure.BATCHES, Measure.ALONE, Measure.LATENCY);
    }

    @Test
    void asManyJobsWarmUpAsAreMeasured() {
        assertThat(Options.parse("--jobs=500").load()).isEqualTo(new Load(500, 500));
        assertThat(Options.parse("--warm-up=0", "--jobs=500").load()).isEqualTo(new Load(0, 500));
    }

    @Test
    void whatIsSlowIsGivenAPart() {
        assertThat(new Load(1_000, 500).part(0.1)).isEqualTo(new Load(100, 50));
        assertThat(new Load(1, 1).part(0.1).jobs()).isEqualTo(1);
    }

    @Test
    void contendersAreNamedByAPartOfTheirLabel() {
        Options options = Options.parse("--contenders=runr,bound");

        assertThat(JavaContender.ALL.stream().filter(options::wants).map(JavaContender::label))
                .containsExactly("jobrunr", "(bound) insert");
    }

    @Test
    void whatIsNotKnownIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Options.parse("--round=1"));
        assertThatIllegalArgumentException().isThrownBy(() -> Options.parse("--measures=speed"));
    }

    @Test
    void aPlaceIsAWordForAnotherProcess() {
        var database = new Place.Database("localhost", 5432, "jobs1");
        var directory = new Place.Directory(Path.of("/some/where"));

        assertThat(Place.parse(database.word())).isEqualTo(database);
        assertThat(Place.parse(directory.word())).isEqualTo(directory);
    }
}
