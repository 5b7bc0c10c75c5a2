//snippet
record MyServer(int port) {
    static MyServer start(List<TaskEndpoint> endpoints) {
        return new MyServer(endpoints.size());
    }

    void close() {}
}
