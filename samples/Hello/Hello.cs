using Picard;

await PicardServer.RunAsync<App>(args);

[Application]
public partial class App;

[Handler]
public partial class Hello
{
    [Get("/")]
    string Index() => "Hello, World!";

    [Get("/hello/{name}")]
    string Greet(string name) => $"Hello, {name}!";
}
