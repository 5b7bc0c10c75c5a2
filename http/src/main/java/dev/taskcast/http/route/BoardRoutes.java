package dev.taskcast.http.route;

import dev.taskcast.adapter.Backend;
import dev.taskcast.http.access.Viewer;
import dev.taskcast.http.encode.NodesJson;
import dev.taskcast.http.encode.SeriesJson;
import dev.taskcast.http.encode.StatsJson;
import dev.taskcast.http.exchange.Problem;
import dev.taskcast.http.exchange.Reply;
import dev.taskcast.task.SeriesQuery;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What is told of all tasks together, to viewers who see everything: numbers tell of what others may not see. */
final class BoardRoutes {
    private static final List<String> BY_TYPE = List.of("type");
    private static final long LATEST = SeriesQuery.LATEST.toEpochMilli();

    private final Backend backend;

    BoardRoutes(Backend backend) {
        this.backend = backend;
    }

    Reply stats(Viewer viewer) {
        return viewer.seesEverything()
                ? Replies.json(200, StatsJson.bytes(backend.stats()))
                : Problem.FORBIDDEN.reply();
    }

    Reply nodes(Viewer viewer) {
        return viewer.seesEverything()
                ? Replies.json(200, NodesJson.bytes(backend.nodes()))
                : Problem.FORBIDDEN.reply();
    }

    Reply series(Query query, Viewer viewer) {
        if (!viewer.seesEverything()) {
            return Problem.FORBIDDEN.reply();
        }
        SeriesQuery wanted;
        try {
            wanted = asked(query);
        } catch (Asked.BadValueException bad) {
            return bad.problem();
        }
        return Replies.json(200, SeriesJson.bytes(backend.series(wanted)));
    }

    private SeriesQuery asked(Query query) throws Asked.BadValueException {
        SeriesQuery.Builder asked = SeriesQuery.builder();
        long from = Asked.number(query, "from", 0, LATEST - 1, 0);
        long until = Asked.number(query, "until", 0, LATEST, LATEST);
        if (query.first("from") != null) {
            asked.from(Instant.ofEpochMilli(from));
        }
        if (query.first("until") != null) {
            asked.until(Instant.ofEpochMilli(until));
        }
        if (from >= until) {
            throw new Asked.BadValueException("from must be before until.");
        }
        String bucket = query.first("bucket");
        if (bucket != null) {
            asked.bucket(bucket(bucket));
        }
        if (query.set("type").size() > SeriesQuery.MAX_TYPES
                || query.all("type").contains("")) {
            throw new Asked.BadValueException(
                    "type must have at most " + SeriesQuery.MAX_TYPES + " values, none empty.");
        }
        asked.types(query.all("type").toArray(String[]::new));
        List<String> by = query.all("by");
        if (!by.isEmpty() && (!by.equals(BY_TYPE) || !query.all("type").isEmpty())) {
            throw new Asked.BadValueException("by must be type, once, and without a type.");
        }
        if (!by.isEmpty()) {
            asked.byType();
        }
        SeriesQuery wanted =
                asked.build().at(Instant.ofEpochMilli(backend.clock().millis()));
        if (wanted.buckets() > SeriesQuery.MAX_BUCKETS) {
            throw new Asked.BadValueException("There must be at most " + SeriesQuery.MAX_BUCKETS
                    + " buckets: from, until and bucket ask for " + wanted.buckets() + ".");
        }
        return wanted;
    }

    private static Duration bucket(String millis) throws Asked.BadValueException {
        for (Duration each : SeriesQuery.BUCKETS) {
            if (millis.equals(String.valueOf(each.toMillis()))) {
                return each;
            }
        }
        throw new Asked.BadValueException("bucket must be one of "
                + SeriesQuery.BUCKETS.stream().map(Duration::toMillis).toList() + ".");
    }
}
