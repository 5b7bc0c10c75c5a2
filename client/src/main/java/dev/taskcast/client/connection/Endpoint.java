package dev.taskcast.client.connection;

import dev.taskcast.client.decode.AnswerReader;
import dev.taskcast.client.event.TaskMessage;
import dev.taskcast.client.event.TaskRequestException;
import dev.taskcast.client.live.Received;
import dev.taskcast.client.request.Address;
import dev.taskcast.client.request.Exchange;
import dev.taskcast.client.request.Requests;
import dev.taskcast.time.TaskClock;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A server's endpoint, as a connection uses it.
 *
 * @param address where it is
 * @param requests asks it
 * @param ticket whether each stream needs a ticket of its own
 */
public record Endpoint(Address address, Requests requests, boolean ticket) {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int PAGE = 1_000;

    /** Opens the stream, with a ticket of its own where that is wanted. */
    HttpResponse<InputStream> open(String lastEventId, Consumer<Exchange> started) throws InterruptedException {
        URI url = address.stream();
        if (ticket) {
            byte[] answer = requests.ask("POST", address.below("/tickets"), null, PATIENCE);
            url = address.stream("ticket", ticketOf(answer));
        }
        return requests.open(url, lastEventId, started);
    }

    private String ticketOf(byte[] answer) {
        try {
            return AnswerReader.text(answer, "ticket");
        } catch (IllegalArgumentException e) {
            throw new TaskRequestException("The answer is no ticket", TaskRequestException.NOT_UNDERSTOOD, e);
        }
    }

    /**
     * All pages of the list, as the messages of a dump. What changes between two pages is in the next list.
     *
     * @param clock measures how long all of it takes
     */
    List<Received> list(TaskClock clock) throws InterruptedException {
        long since = clock.nanos();
        List<Received> batch = new ArrayList<>();
        batch.add(new Received(null, new TaskMessage.Reset()));
        String next = null;
        AnswerReader.Page first = null;
        do {
            AnswerReader.Page page = page(next, PATIENCE.minusNanos(clock.nanos() - since));
            first = first == null ? page : first;
            page.tasks().forEach(task -> batch.add(new Received(null, new TaskMessage.Init(task))));
            next = page.next();
        } while (next != null);
        batch.add(new Received(first.position(), new TaskMessage.Ready(first.now())));
        return batch;
    }

    private AnswerReader.Page page(@Nullable String after, Duration left) throws InterruptedException {
        if (!left.isPositive()) {
            throw Requests.silent(PATIENCE);
        }
        byte[] answer = requests.ask("GET", address.list(PAGE, after), null, left);
        try {
            return AnswerReader.page(answer);
        } catch (IllegalArgumentException e) {
            throw new TaskRequestException("The answer is no list of tasks", TaskRequestException.NOT_UNDERSTOOD, e);
        }
    }
}
