module com.example.app {
    requires org.moegate.api;
}
