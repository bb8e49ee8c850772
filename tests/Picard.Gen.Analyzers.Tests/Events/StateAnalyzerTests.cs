namespace Picard.Gen.Analyzers.Tests;

public class StateAnalyzerTests
{
    [Fact]
    public Task StateOfAnExchange_IsFine() => Check.Source<StateAnalyzer>("""
        public abstract class Base(int number) { private static int s_count; protected readonly int Number = number; }
        [Handler("GET /ticks")]
        public partial class Ticks(int number) : Base(number)
        {
            private const int Most = 5;
            private static int s_all = 1;
            private readonly List<int> _kept = new();
            private long _next;
            private string? Name { get; set; }
            private string _title = null!;
            private int _zero = 0;
            private bool _isLate = false;
            private Guid _id = default;
            private int Twice => Number * 2;
            [OnRequest] void Begin() { }
        }
        """);

    [Theory]
    [InlineData("private long _next {|#0:= 1|};", "_next")]
    [InlineData("private string Name { get; set; } {|#0:= \"\"|};", "Name")]
    public Task InitialValue_IsReported(string member, string name) => Check.Source<StateAnalyzer>(
        $$"""[Handler("GET /ticks")] public partial class Ticks { {{member}} [OnRequest] void Begin() { } }""",
        Check.Message(Rules.LostInitializer, $"'Ticks.{name}' belongs to an exchange and is reset before each, so its initial value is lost; make it readonly, or assign it in the method marked [OnRequest]"));

    [Theory]
    [InlineData("protected int Count;", "Count")]
    [InlineData("protected int Count { get; set; }", "Count")]
    public Task InheritedState_IsReported(string member, string name) => Check.Source<StateAnalyzer>(
        $$"""public class Base { {{member}} } [Handler("GET /ticks")] public partial class {|#0:Ticks|} : Base { [OnRequest] void Begin() { } }""",
        Check.Message(Rules.InheritedState, $"'Ticks' derives from 'Base', whose field '{name}' cannot be reset, so it would pass from one exchange to the next"));

    [Theory]
    [InlineData("private int {|#0:_count|};", "_count")]
    [InlineData("private string? {|#0:Name|} { get; set; }", "Name")]
    public Task StateOfARouteHandler_IsReported(string member, string name) => Check.Source<StateAnalyzer>(
        $$"""[Handler] public partial class Users { {{member}} [Get("/")] string Index() => ""; }""",
        Check.Message(
            Rules.SharedState,
            $"'Users.{name}' can be changed, and one 'Users' serves all exchanges at once, so what one writes others see or overwrite; make it readonly or volatile, or put it into a service"));

    [Fact]
    public Task WhatARouteHandlerMayKeep_IsFine() => Check.Source<StateAnalyzer>("""
        [Handler]
        public partial class Users(List<int> service)
        {
            private static int s_count;
            private readonly int _most = 5;
            private volatile string? _latest;
            private int Twice { get => _most * 2; set { } }
            public string Title { get; init; } = "";
            [Get("/")] string Index() => "" + service.Count;
        }
        """);

    [Fact]
    public Task StateOfMiddleware_BeginsEmptyToo() => Check.Source<StateAnalyzer>("""
        public class Base { protected int Count; }
        [Middleware] public partial class {|PIC0408:Gate|} : Base { private readonly List<int> _kept = new(); private int _left {|PIC0407:= 10|}; private int _more; [OnRequest] void Begin() { } }
        """);
}
