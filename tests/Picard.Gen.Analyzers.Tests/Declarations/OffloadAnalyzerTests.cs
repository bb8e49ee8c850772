namespace Picard.Gen.Analyzers.Tests;

public class OffloadAnalyzerTests
{
    [Theory]
    [InlineData("""[Handler, Offload] partial class Users { [Get("/")] string M() => ""; }""")]
    [InlineData("""[Handler] partial class Users { [Get("/"), Offload] string M() => ""; [Fallback, Offload] string N() => ""; }""")]
    [InlineData("""[Handler("GET /")] partial class Users { [OnRequest, Offload] void M() { } }""")]
    public Task OffloadedHandler_IsNotReported(string source) => Check.Source<OffloadAnalyzer>(source);

    [Theory]
    [InlineData("""[{|#0:Offload|}] partial class Users { }""", "Users", "the class is not marked [Handler]")]
    [InlineData("""[Handler] partial class Users { [{|#0:Offload|}] void M() { } }""", "Users.M", "the method is neither a route nor an event")]
    public Task OffloadWithoutEffect_IsReported(string source, string name, string why) => Check.Source<OffloadAnalyzer>(
        source, Check.Message(Rules.OffloadWithoutEffect, $"[Offload] of '{name}' has no effect, since {why}, so its code runs wherever it is called from"));
}
