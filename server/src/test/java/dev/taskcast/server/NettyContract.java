package dev.taskcast.server;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.taskcast.http.TaskEndpoint;
import dev.taskcast.server.transport.Transport;
import dev.taskcast.testkit.http.HttpContract;
import java.util.List;

/** The contract for one transport of the embedded server, where the machine has it. */
abstract class NettyContract extends HttpContract {
    private final Transport transport;

    NettyContract(Transport transport) {
        this.transport = transport;
    }

    @Override
    protected Running start(List<TaskEndpoint> endpoints) {
        assumeTrue(transport.isAvailable(), transport + " is not available here");
        TaskServer.Builder builder = TaskServer.builder().noPage().port(0).transport(transport);
        endpoints.forEach(builder::endpoint);
        TaskServer server = builder.start();
        return new Running(server.port(), server::close);
    }
}
