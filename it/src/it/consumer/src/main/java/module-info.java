module example.consumer {
    requires dev.taskcast.server;
    requires dev.taskcast.store.jdbc;
    requires java.net.http;
}
