module com.example.consumer {
    requires org.moegate.api;
}
