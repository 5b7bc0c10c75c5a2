package dev.taskcast.http.host;

import dev.taskcast.http.TaskEndpoint;
import dev.taskcast.http.exchange.Caller;
import dev.taskcast.http.exchange.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A request, copied: its server uses what is behind it for the next one. Immutable. */
public final class HeldRequest implements Request {
    private static final byte[] NO_BODY = new byte[0];

    private final String method;
    private final Target target;
    private final List<String> fields;
    private final byte[] body;
    private final Origin origin;

    /**
     * Where a request leads.
     *
     * @param place what stands in the URL where the endpoint has its path
     * @param path as the endpoint understands it, percent-encoded
     * @param query as sent, percent-encoded, without the question mark
     */
    public record Target(String place, String path, String query) {}

    /**
     * What else its server knows of it.
     *
     * @param isHttp1 whether its connection is for one request at a time
     * @param caller who it is from
     */
    public record Origin(boolean isHttp1, Caller caller) {}

    /**
     * A request without a body.
     *
     * @param method as sent
     * @param target where it leads
     * @param fields its headers as sent: a name, its value, the next name; copied
     * @param origin what else is known of it
     */
    public HeldRequest(String method, Target target, List<String> fields, Origin origin) {
        this(method, target, List.copyOf(fields), NO_BODY, origin);
    }

    private HeldRequest(String method, Target target, List<String> fields, byte[] body, Origin origin) {
        this.method = method;
        this.target = target;
        this.fields = fields;
        this.body = body;
        this.origin = origin;
    }

    /**
     * The same with its body.
     *
     * @param read not to be changed
     * @return a request
     */
    public HeldRequest with(byte[] read) {
        return new HeldRequest(method, target, fields, read, origin);
    }

    /**
     * Whether it is answered without a body.
     *
     * @return true for {@code HEAD}
     */
    public boolean isHead() {
        return method.equals("HEAD");
    }

    /**
     * Whether its connection is for one request at a time.
     *
     * @return false for HTTP/2, which has no word for the end of a connection
     */
    public boolean isHttp1() {
        return origin.isHttp1;
    }

    /**
     * An address below the endpoint's path, as it is from outside.
     *
     * @param address as the endpoint says it
     * @param endpoint whose
     * @return the same below the {@link Target#place place}
     */
    public String outside(String address, TaskEndpoint endpoint) {
        return target.place + address.substring(endpoint.path().length());
    }

    @Override
    public String method() {
        return method;
    }

    @Override
    public String path() {
        return target.path;
    }

    @Override
    public String query() {
        return target.query;
    }

    @Override
    public @Nullable String header(String name) {
        List<String> values = headers(name);
        return values.isEmpty() ? null : values.getFirst();
    }

    @Override
    public List<String> headers(String name) {
        List<String> values = new ArrayList<>(1);
        for (int i = 0; i < fields.size(); i += 2) {
            if (fields.get(i).equalsIgnoreCase(name)) {
                values.add(fields.get(i + 1));
            }
        }
        return values;
    }

    @Override
    public Optional<Caller> caller() {
        return Optional.of(origin.caller);
    }

    @Override
    public Request detach() {
        return body.length == 0 ? this : with(NO_BODY);
    }

    @Override
    public byte[] body() {
        return body;
    }
}
