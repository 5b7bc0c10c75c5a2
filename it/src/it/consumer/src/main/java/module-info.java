module example.consumer {
    requires dev.taskcast.server;
    requires java.net.http;
}
