namespace Picard.Gen.Analyzers.Tests;

/// <summary>What the code of a request path allocates, and what looks as if it did.</summary>
public class AllocationAnalyzerTests
{
    [Theory]
    [InlineData("return Run({|PIC5001:() =>|} id + 1);")]
    [InlineData("return Run({|PIC5001:delegate|} { return id; });")]
    [InlineData("var sum = id; return Run({|PIC5001:() =>|} { sum++; return sum; });")]
    [InlineData("return Run({|PIC5001:() =>|} _field);")]
    [InlineData("return Run({|PIC5001:Field|});")]
    [InlineData("var other = new Other(); return Run({|PIC5001:other.Field|});")]
    [InlineData("int Local() => id; return Run({|PIC5001:Local|});")]
    [InlineData("Func<int, int> add = {|PIC5001:x =>|} x + id; return add(1);")]
    [InlineData("return Run(static () => 1) + Run({|PIC5001:() =>|} Run({|PIC5001:() =>|} id));")]
    public Task CapturingDelegate_IsReported(string body) => OfRoute(body);

    [Theory]
    [InlineData("return Run(() => 1);")]
    [InlineData("return Run(static () => Shared);")]
    [InlineData("return Run(Shared2);")]
    [InlineData("return Run(Other.Static);")]
    [InlineData("const int one = 1; return Run(() => one);")]
    [InlineData("int Local() => id; return Local();")]
    [InlineData("static int Local() => 1; return Run(Local);")]
    [InlineData("return Run(() => { var own = 1; own++; return own; });")]
    [InlineData("return RunWith(id, static x => x + 1);")]
    [InlineData("_cached ??= () => _field; return _cached();")]
    [InlineData("return _kept();")]
    [InlineData("try { return 1; } catch (Exception) { return Run(() => id); }")]
    public Task DelegateThatCapturesNothing_IsNotReported(string body) => OfRoute(body);

    [Theory]
    [InlineData("return Take({|PIC5002:id|});")]
    [InlineData("object boxed = {|PIC5002:id|}; return boxed.GetHashCode();")]
    [InlineData("IComparable boxed = {|PIC5002:id|}; return boxed.GetHashCode();")]
    [InlineData("Enum day = {|PIC5002:DayOfWeek.Friday|}; return day.GetHashCode();")]
    [InlineData("return Take({|PIC5002:new Value(1)|});")]
    [InlineData("int? some = id; return Take({|PIC5002:some|});")]
    [InlineData("IDisposable boxed = {|PIC5002:default(Value)|}; boxed.Dispose(); return 1;")]
    [InlineData("return Take((object){|PIC5002:id|});")]
    public Task Boxing_IsReported(string body) => OfRoute(body);

    [Theory]
    [InlineData("return TakeAny(id);")]
    [InlineData("return Take(\"text\");")]
    [InlineData("return id.CompareTo(1);")]
    [InlineData("return Constrained(new Value(1));")]
    [InlineData("return DayOfWeek.Friday.HasFlag(DayOfWeek.Monday) ? 1 : 0;")]
    [InlineData("int? some = id; return some ?? 1;")]
    [InlineData("return default(Value) is IDisposable ? 1 : 0;")]
    [InlineData("return (int)Boxed;")]
    [InlineData("if (id < 0) { throw new ArgumentOutOfRangeException(nameof(id), id, null); } return 1;")]
    [InlineData("System.Diagnostics.Debug.Assert(Take(id) > 0); return 1;")]
    [InlineData("long wide = id; return (int)wide;")]
    public Task ValueThatStaysAValue_IsNotReported(string body) => OfRoute(body);

    [Theory]
    [InlineData("return Take({|PIC5003:$\"a{id}\"|});")]
    [InlineData("return Take(\"a\" {|PIC5003:+|} id);")]
    [InlineData("return Take(\"a\" + id {|PIC5003:+|} \"b\");")]
    [InlineData("return Take($\"{id}\" {|PIC5003:+|} $\"a{id}\");")]
    [InlineData("var text = \"\"; text {|PIC5003:+=|} id; return Take(text);")]
    [InlineData("return Take(string.{|PIC5003:Format|}(\"{0}\", id));")]
    [InlineData("return Take(string.{|PIC5003:Concat|}(\"a\", _text));")]
    [InlineData("return Take(string.{|PIC5003:Join|}(\",\", _list));")]
    [InlineData("return Take({|PIC5003:new string('a', id)|});")]
    [InlineData("return Take({|PIC5003:new System.Text.StringBuilder()|});")]
    public Task BuiltString_IsReported(string body) => OfRoute(body);

    [Theory]
    [InlineData("return Take(\"a\" + \"b\" + nameof(id));")]
    [InlineData("const string a = \"a\"; return Take($\"{a}b\");")]
    [InlineData("return Take(\"a\");")]
    [InlineData("return Take(id.ToString(null, null));")]
    [InlineData("return Write($\"a{id}\");")]
    [InlineData("throw new InvalidOperationException($\"a{id}\");")]
    [InlineData("if (id < 0) { throw new InvalidOperationException(\"a\" + id); } return 1;")]
    [InlineData("try { return 1; } catch (Exception e) { return Take(\"a\" + e.Message); }")]
    [InlineData("System.Diagnostics.Debug.Assert(id > 0, $\"a{id}\"); return 1;")]
    [InlineData("_name ??= \"a\" + id; return Take(_name);")]
    [InlineData("return id + 1 + id;")]
    public Task TextThatIsNotBuilt_IsNotReported(string body) => OfRoute(body);

    [Theory]
    [InlineData("return {|PIC5004:Many|}(1, 2);")]
    [InlineData("return {|PIC5004:Many|}(id);")]
    [InlineData("return {|PIC5004:new Other({|PIC5002:id|})|}.Field();")]
    public Task ParamsArray_IsReported(string body) => OfRoute(body);

    [Theory]
    [InlineData("return Many();")]
    [InlineData("return Many(_array);")]
    [InlineData("return Span(1, 2);")]
    [InlineData("return Take(\"a\");")]
    [InlineData("if (id < 0) { throw new InvalidOperationException(Many(1, 2).ToString()); } return 1;")]
    public Task ArgumentsWithoutAnArray_AreNotReported(string body) => OfRoute(body);

    [Theory]
    [InlineData("return _list.{|PIC5005:Sum|}(static x => x);")]
    [InlineData("return _list.Where(static x => x > 1).Select(static x => x + 1).{|PIC5005:ToList|}().Count;")]
    [InlineData("return _list.{|PIC5005:Any|}(static x => x == 1) ? 1 : 0;")]
    [InlineData("return Enumerable.{|PIC5005:Count|}(Sequence());")]
    [InlineData("foreach (var one in _list.{|PIC5005:Skip|}(1)) { return one; } return 1;")]
    [InlineData("foreach (var one in from x in _list {|PIC5005:where|} x > 1 select x) { return one; } return 1;")]
    [InlineData("return _list.{|PIC5005:First|}({|PIC5001:x =>|} x == id);")]
    [InlineData("var first = Sequence()?.{|PIC5005:First|}(); return first ?? 1;")]
    public Task Linq_IsReported(string body) => OfRoute(body);

    [Theory]
    [InlineData("return _list.Any() ? 1 : 0;")]
    [InlineData("return _list.First() + _array.Last();")]
    [InlineData("return _array.Contains(id) ? 1 : 0;")]
    [InlineData("return _list.Count;")]
    [InlineData("return _list.Find(static x => x == 1);")]
    [InlineData("return Array.IndexOf(_array, id);")]
    [InlineData("foreach (var one in Enumerable.Empty<int>()) { return one; } return 1;")]
    [InlineData("return Mine.First(_list);")]
    [InlineData("try { return 1; } catch (Exception) { return _list.Sum(static x => x); }")]
    public Task WhatIsNoLinq_IsNotReported(string body) => OfRoute(body);

    [Theory]
    [InlineData("""[Handler("GET /")] partial class A { [OnRequest] void Begin() => _ = {|PIC5003:$"a{this}"|}; }""")]
    [InlineData("""[Middleware] partial class A { [OnDone] void Done() => _ = {|PIC5003:$"a{this}"|}; }""")]
    [InlineData("""class A { [NonBlocking] void Tick() => _ = {|PIC5003:$"a{this}"|}; }""")]
    [InlineData("""[Handler] partial class A { [Get("/")] string Get() => One(); string One() => Two(); string Two() => {|PIC5003:$"a{this}"|}; }""")]
    [InlineData("""[Handler] partial class A { [Get("/")] string Get() => One("b"); static string One(string x) => {|PIC5003:$"a{x}"|}; }""")]
    [InlineData("""[Handler] partial class A { [Get("/")] string Get() { string Local() => {|PIC5003:$"a{this}"|}; return Local(); } }""")]
    public Task RequestPath_IsLookedAt(string source) => Check.Source<AllocationAnalyzer>(source);

    [Theory]
    [InlineData("""class A { string Get() => $"a{this}"; }""")]
    [InlineData("""[Handler] partial class A { string Get() => $"a{this}"; }""")]
    [InlineData("""[Handler] partial class A { readonly string _text = $"a{DateTime.Now}"; [Get("/")] string Get() => _text; }""")]
    [InlineData("""[Handler] partial class A { readonly string _text; public A() { _text = $"a{this}"; } [Get("/")] string Get() => _text; }""")]
    [InlineData("""[Handler] partial class A { [Get("/")] string Get() => ""; public override string ToString() => $"a{Other}"; int Other => 1; }""")]
    [InlineData("""[Handler] partial class A { [Get("/")] string Get() => B.Text(this); } class B { public static string Text(A a) => $"a{a}"; }""")]
    [InlineData("""[Handler] partial class A { [Get("/")] string Get() => One(); string One() => Two(); string Two() => Three(); string Three() => $"a{this}"; }""")]
    [InlineData("""[Application] partial class A { string Get() => $"a{this}"; }""")]
    public Task WhatRunsOtherwise_IsNotLookedAt(string source) => Check.Source<AllocationAnalyzer>(source);

    [Fact]
    public Task Messages_SayWhatIsAllocated() => Check.Source<AllocationAnalyzer>(
        """
        using System.Linq;

        [Handler]
        partial class Users(List<string> users)
        {
            [Get("/{id:int}")]
            string? Get(int id, string name)
            {
                object boxed = {|#0:id|};
                var text = {|#1:$"{name}"|};
                var paths = string.{|#2:Format|}(null, "", text);
                _ = {|#3:Many|}(name);
                return users.{|#4:FirstOrDefault|}({|#5:user =>|} user == name && id > 0);
            }

            static int Many(params string[] names) => names.Length;
        }
        """,
        Check.Message(Rules.BoxedValue, "'Users.Get' makes 'object' of the value type 'int', so each call allocates a copy of the value"),
        Check.Message(Rules.BuiltString, "'Users.Get' builds a string with interpolation, so each call allocates it; what is written to the content in parts needs no string", 1),
        Check.Message(Rules.BuiltString, "'Users.Get' builds a string with 'string.Format', so each call allocates it; what is written to the content in parts needs no string", 2),
        Check.Message(Rules.ParamsArray, "'Users.Get' passes 'Many' an array for 'names', so each call allocates it", 3),
        Check.Message(Rules.LinqOnRequestPath, "'Users.Get' calls 'FirstOrDefault' of LINQ, so each call allocates iterators; a loop does not", 4),
        Check.Message(Rules.CapturingDelegate, "'Users.Get' makes a delegate that captures 'name' and 'id', so each call allocates it", 5));

    private static Task OfRoute(string body) => Check.Source<AllocationAnalyzer>(
        $$"""
        using System.Linq;

        [Handler]
        partial class Users
        {
            private readonly int _field = 1;
            private readonly string _text = "";
            private readonly int[] _array = [];
            private readonly List<int> _list = [];
            private readonly Func<int> _kept = static () => 1;
            [ThreadStatic] private static Func<int>? _cached;
            [ThreadStatic] private static string? _name;
            private static int Shared => 1;
            private static object Boxed { get; } = 1;

            [Get("/{id:int}")] StatusCode Get(int id) => new(Work(id));

            private int Work(int id) { {{body}} }

            private int Field() => _field;
            private static int Shared2() => 1;
            private static int Run(Func<int> run) => run();
            private static int RunWith(int x, Func<int, int> run) => run(x);
            private static int Take(object x) => x.GetHashCode();
            private static int TakeAny<T>(T x) => 1;
            private static int Constrained<T>(T x) where T : IDisposable { x.Dispose(); return 1; }
            private static int Many(params int[] x) => x.Length;
            private static int Span(params ReadOnlySpan<int> x) => x.Length;
            private static int Write(System.Runtime.CompilerServices.DefaultInterpolatedStringHandler text) => 1;
            private static IEnumerable<int> Sequence() => [];
        }

        class Other(params object[] x)
        {
            public int Field() => x.Length;
            public static int Static() => 1;
        }

        readonly struct Value(int x) : IDisposable { public void Dispose() { } public override int GetHashCode() => x; }

        static class Mine { public static int First(List<int> x) => x[0]; }
        """);
}
