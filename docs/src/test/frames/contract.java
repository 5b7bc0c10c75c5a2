//snippet
record MyServer(int port) {
    static MyServer start(TaskEndpoint endpoint) {
        return new MyServer(endpoint.streams());
    }

    void close() {}
}
