using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Picard.Gen.Generators;

namespace Picard.Gen.Analyzers.Tests;

/// <summary>The generator and the rules agree: of what it cannot emit a rule says why, and of what it emits and compiles no rule says anything.</summary>
public class ClientAgreementTests
{
    private const string Usings = """
        using System;
        using System.Collections.Generic;
        using System.IO;
        using System.IO.Pipelines;
        using System.Net.ServerSentEvents;
        using System.Threading;
        using System.Threading.Tasks;
        using Picard;


        """;

    private const string SharedTypes = """
        using System;
        using System.Text.Json;
        using System.Text.Json.Serialization;
        using System.Text.Json.Serialization.Metadata;
        using Picard;

        public sealed record Item(int Id, string Name);
        public readonly record struct Point(int X, int Y);
        public enum Color { Red, Green }
        public abstract record Drawing;
        public sealed class Money : IFormattable { public int Cents { get; set; } public string ToString(string? format, IFormatProvider? provider) => Cents.ToString(provider); }
        public sealed record Window(int Width, [Header("x-height")] int Height);
        public sealed class Hidden(int id) { public override string ToString() => id.ToString(); }
        public sealed record Nested(Item Item);
        public sealed record Form([Form] string Title);
        [Pool] public sealed partial class Backend;

        public sealed class Context() : JsonSerializerContext(null)
        {
            public static Context Default { get; } = new();
            protected override JsonSerializerOptions? GeneratedSerializerOptions => null;
            public override JsonTypeInfo? GetTypeInfo(Type type) => null;
        }
        """;

    private static readonly Lazy<Task<Dictionary<string, Outcome>>> s_outcomes = new(static () => JudgeAsync([
        .. ((IEnumerable<object[]>)GoodMethods).Select(static row => Interface((string)row[0])), .. ((IEnumerable<object[]>)GoodDeclarations).Select(static row => (string)row[0]), .. BadMethods.Select(static row => Interface((string)row[1])),
        .. BadDeclarations.Concat(BadMethodsOfClasses).Select(static row => (string)row[1]),
    ]));

    private static readonly ImmutableArray<DiagnosticAnalyzer> s_analyzers =
    [
        new ClientTypeAnalyzer(), new ClientMethodAnalyzer(), new SentNameAnalyzer(), new PatternAnalyzer(), new AttributeAnalyzer(), new ResultAnalyzer(), new ParameterAnalyzer(),
        new MethodAnalyzer(), new TypeAnalyzer(),
    ];

    /// <summary>Methods that are requests, alone in an interface.</summary>
    public static TheoryData<string> GoodMethods =>
    [
        """[Get("/")] ValueTask<string> Root();""",
        """[Get("/")] Task Root(CancellationToken aborted = default);""",
        """[Get("/{id:int}/{name}")] Task<Item?> Get(string name, int id);""",
        """[Get("/{Id}")] ValueTask<Item[]> Get(Guid id);""",
        """[Get("/{**rest}")] ValueTask<byte[]?> Get(string rest);""",
        """[Get("/list/{page?}")] ValueTask<List<Item>> Get(int? page = null, Color color = Color.Red);""",
        """[Get("/list/{page=1}")] ValueTask<Dictionary<string, Item>> Get(int page);""",
        """[Get("/")] ValueTask<Point?> Search(string q, int[] sizes, Color?[]? colors, DateTime? since, Uri? at, Money? most, char c, decimal d, TimeSpan t, DateOnly day);""",
        """[Get("/")] ValueTask<ReadOnlyMemory<byte>> Octets([Query("q")] string text, [Header("accept")] string[] types, [Header] int age, [Cookie("s")] string session);""",
        """[Delete("/{id}"), FieldLine("X-Reason", "test"), FieldLine(value: "b", name: "X-Other")] ValueTask<StatusCode> Delete(int id, byte[]? content);""",
        """[Post("/")] ValueTask<Response<Item>> Add(Item item, Color color, CallOptions options = default);""",
        """[Put("/")] ValueTask<Response<Item?>> Put(List<Item>? items, Money[] ms, [Query] Money most, CallOptions? options);""".Replace("Money[] ms, ", "", StringComparison.Ordinal),
        """[Patch("/"), ContentType("application/merge-patch+json")] ValueTask<Response<string>> Patch(Dictionary<string, int> changes, string why);""",
        """[Post("/")] ValueTask<Response<byte[]?>> Post([Form] string name, [Form("pass word")] string? password, [Form] int[] codes, int page);""",
        """[Put("/")] ValueTask<ClientResponse> Put(Stream content, [Header("content-type")] string type);""",
        """[Put("/")] ValueTask<string?> Put(PipeReader content);""",
        """[Put("/")] Task<StatusCode> Put(ReadOnlyMemory<byte> content);""",
        """[Post("/")] IAsyncEnumerable<Item> Both(IAsyncEnumerable<Point> items, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken token = default);""",
        """[Get("/")] IAsyncEnumerable<SseItem<string>> Ticks();""",
        """[Get("/")] IAsyncEnumerable<SseItem<Item>> Events();""",
        """[Options("/")] ValueTask<StatusCode> Options(); [Head("/")] ValueTask<StatusCode> Head(string call, string @class, params int[] ids);""",
        """[Get("/a")] ValueTask<string> Get(int id); [Get("/b")] ValueTask<string> Get(string id); string Name() => "x"; string Other { get => "y"; } static int Count { get; set; } private void Own() { }""",
        """[Get("/")] ValueTask<Item> In(in int id);""",
        """[Post("/"), Json<Context>] ValueTask<Drawing> Draw(Drawing drawing);""",
        """[Get("/")] ValueTask<int> Count(); [Get("/b")] ValueTask<bool?> Has(); [Get("/c")] ValueTask<string[]> Names();""",
        """[Picard.Get("/")] System.Threading.Tasks.ValueTask<global::Item> Root();""",
        """[Put("/")] ValueTask<Results<Item, Created<Item>, NoContent, Conflict<string>, NotFound, Problem>> Put(Item item);""",
        """[Get("/")] Task<Results<Item[], string>> Get(); [Get("/b")] Task<Results<Point?, StatusCode, byte[]>> B(); [Get("/c")] ValueTask<Results<Results<Item, Problem>, ReadOnlyMemory<byte>>> C();""",
        """[Post("/")] ValueTask<Created<Item>> Add(Item item); [Post("/b")] Task<Accepted> B(); [Get("/c")] ValueTask<Redirect> C(); [Get("/d")] ValueTask<Ok<List<Item>>> D();""",
        """[Get("/"), Json<Context>] ValueTask<Results<Drawing, NotFound<Drawing>, Problem>> Draw();""",
        """[Get("/{id}/{name}")] ValueTask<string> Get([Parameters] Item item, string name2);""",
        """[Post("/{id}")] ValueTask Add([Parameters] Item item, [Parameters] Window window, Point point);""",
    ];

    /// <summary>Whole declarations that are clients.</summary>
    public static TheoryData<string> GoodDeclarations =>
    [
        """[Client("http://127.0.0.1:8080/v1/", Pool = typeof(Backend))] public partial interface IShop { [Get("/")] ValueTask<string> Root(); }""",
        """[Client("https://api.example.com"), FieldLine("Accept", "a/b")] internal partial interface IShop { }  internal partial interface IShop { [Get("/")] ValueTask<string> Root(); string Name => "x"; event Action? Done { add { } remove { } } }""",
        """[Client("https://api.example.com")] public sealed partial class Shop { [Get("/{id}")] public partial ValueTask<Item?> Get(int id); partial void Log(); public void Own() => Log(); }""",
        """[Client("https://api.example.com")] public partial record Shop { [Get("/{id}")] internal partial ValueTask<Item?> Get(int id); public Shop(PicardClient client, int extra, string? more) : this(client) { _ = extra; _ = more; } static Shop() { } }""",
        """public static partial class Outer { public partial struct Inner { [Client("http://[::1]:80")] private partial interface IShop { [Get("/")] ValueTask<string> Root(); } } }""",
        """public interface IBase { ValueTask<string> Root(); } public abstract class Base { protected Base(int x = 1) { _ = x; } } [Client("https://api.example.com")] public partial class Shop : Base, IBase { [Get("/")] public partial ValueTask<string> Root(); }""",
        """namespace Api { public sealed record Problem(string Text); public sealed record Response(int Code); [Client("https://api.example.com")] public partial interface IShop { [Get("/")] ValueTask<Problem> A(); [Get("/b")] ValueTask<Response?> B(); } }""",
        """[Pool(MaxConnectionsPerAuthority = 2, MaxConnections = 2, MaxQueuedRequests = 0)] static partial class Small; [Pool(MaxConnections = 8)] partial record Other; [Pool(MaxConnectionsPerAuthority = Big.Most)] partial class Big { private const int Most = 1024; }""",
        """public sealed class Mixed(int id) { public int Id => id; [Header("x-a")] public string? A { get; set; } [Cookie] public required string S { get; init; } public Color[]? Colors { get; set; } public object? Computed => null; } [Client("https://api.example.com")] public partial interface IShop { [Get("/{id}")] ValueTask<string> A([Parameters] Mixed mixed, string q); }""",
        """public static class Outer { public struct Page { public int From { get; set; } [Query("n")] public int? Count { get; set; } } } [Client("https://api.example.com")] public partial class Shop { [Get("/")] public partial ValueTask<string> A([Parameters] Outer.Page page, CancellationToken aborted); }""",
        """public sealed record Ok(int X); public sealed record NotFound(int Y); [Client("https://api.example.com")] public partial interface IShop { [Get("/")] ValueTask<Ok> A(); [Get("/b")] ValueTask<NotFound> B(); }""",
        """[Client("https://api.example.com"), Json<Context>] public partial interface IShop { [Get("/")] ValueTask<Drawing[]> All(); [Post("/")] ValueTask Add(Drawing one); }""",
    ];

    /// <summary>Methods that no request is sent for, alone in an interface.</summary>
    public static TheoryData<string, string> BadMethods => new()
    {
        { "PIC0704", "ValueTask<string> Root();" },
        { "PIC0704", """[Get("/"), Post("/")] ValueTask<string> Root();""" },
        { "PIC0704", """[Fallback] ValueTask<string> Root();""" },
        { "PIC0704", """[Get("/")] ValueTask<T> Root<T>();""" },
        { "PIC0704", """[Get("/")] ValueTask<string> Root(ref int id);""" },
        { "PIC0704", """[Get("/")] ValueTask<string> Root(out int id);""" },
        { "PIC0704", """[Get("/")] ValueTask<string> Root(ref readonly int id);""" },
        { "PIC0704", """[Get("/")] ValueTask<string> Root(ReadOnlySpan<char> q);""" },
        { "PIC0704", """[Get("/")] ValueTask<string> Root() => new("x");""" },
        { "PIC0702", """[Get("/")] static abstract ValueTask<string> Root();""" },
        { "PIC0702", "string Name { get; }" },
        { "PIC0702", "string this[int index] { get; set; }" },
        { "PIC0702", "event Action Done;" },
        { "PIC0702", "static abstract int Count { get; }" },
        { "PIC0101", """[Get("items")] ValueTask<string> Root();""" },
        { "PIC0101", """[Get("/{id")] ValueTask<string> Root(int id);""" },
        { "PIC0101", """[Get("/{id:nope}")] ValueTask<string> Root(int id);""" },
        { "PIC0013", """const string Path = "/"; [Get(Path)] ValueTask<string> Root();""" },
        { "PIC0705", """[Get("/{id}/{name}")] ValueTask<string> Root(int id);""" },
        { "PIC0706", """[Get("/{id}")] ValueTask<string> Root([Query] int id);""" },
        { "PIC0706", """[Get("/{id}")] ValueTask<string> Root(int[] id);""" },
        { "PIC0706", """[Get("/{id}")] ValueTask<string> Root(Item id);""" },
        { "PIC0706", """[Get("/{id}")] ValueTask<string> Root(CancellationToken id);""" },
        { "PIC0706", """[Get("/")] ValueTask<string> Root(Item item);""" },
        { "PIC0706", """[Get("/")] ValueTask<string> Root(List<int> ids);""" },
        { "PIC0706", """[Get("/")] ValueTask<string> Root(object any);""" },
        { "PIC0706", """[Delete("/")] ValueTask<string> Root(Item item);""" },
        { "PIC0706", """[Get("/")] ValueTask<string> Root(byte[] content);""" },
        { "PIC0706", """[Head("/")] ValueTask Root(Stream content);""" },
        { "PIC0706", """[Get("/")] ValueTask Root(IAsyncEnumerable<Item> items);""" },
        { "PIC0706", """[Get("/")] ValueTask Root([Form] string name);""" },
        { "PIC0706", """[Post("/")] ValueTask Root(Item one, Item other);""" },
        { "PIC0706", """[Post("/")] ValueTask Root(Item one, Stream other);""" },
        { "PIC0706", """[Post("/")] ValueTask Root(byte[] one, PipeReader other);""" },
        { "PIC0706", """[Post("/")] ValueTask Root([Form] string name, Item other);""" },
        { "PIC0706", """[Post("/")] ValueTask Root(Item other, [Form] string name);""" },
        { "PIC0706", """[Post("/")] ValueTask Root(FileStream file);""" },
        { "PIC0706", """[Post("/")] ValueTask Root(ContentReader content);""" },
        { "PIC0706", """[Post("/")] ValueTask Root(Request request);""" },
        { "PIC0706", """[Post("/")] ValueTask Root(System.Buffers.ReadOnlySequence<byte> content);""" },
        { "PIC0706", """[Post("/")] ValueTask Root(ReadOnlyMemory<char> content);""" },
        { "PIC0706", """[Post("/")] ValueTask Root(IAsyncEnumerable<SseItem<Item>> items);""" },
        { "PIC0706", """[Post("/")] ValueTask Root(IAsyncEnumerable<Drawing> items, Action done);""" },
        { "PIC0706", """[Post("/")] ValueTask Root(Func<int> get);""" },
        { "PIC0706", """[Post("/")] ValueTask Root([Service] Item item);""" },
        { "PIC0706", """[Post("/")] ValueTask Root([Item] Item item);""" },
        { "PIC0706", """[Get("/")] ValueTask Root([Query] [Header] string q);""" },
        { "PIC0706", """[Get("/")] ValueTask Root([Header] Item item);""" },
        { "PIC0706", """[Get("/")] ValueTask Root([Cookie] int[] ids);""" },
        { "PIC0707", """[Get("/")] ValueTask Root([Header("Host")] string host);""" },
        { "PIC0707", """[Get("/")] ValueTask Root([Header("content-length")] int length);""" },
        { "PIC0707", """[Get("/")] ValueTask Root([Header("a b")] string ab);""" },
        { "PIC0707", """[Get("/")] ValueTask Root([Cookie("a=b")] string ab);""" },
        { "PIC0707", """[Get("/"), FieldLine("Transfer-Encoding", "chunked")] ValueTask Root();""" },
        { "PIC0707", """[Get("/"), FieldLine("", "x")] ValueTask Root();""" },
        { "PIC0707", """[Get("/"), FieldLine("X", "a\r\nY: b")] ValueTask Root();""" },
        { "PIC0708", """[Get("/")] ValueTask Root(string q, [Query("q")] string other);""" },
        { "PIC0708", """[Get("/")] ValueTask Root([Header("x-a")] string q, [Header("X-A")] string other);""" },
        { "PIC0708", """[Get("/{id}")] ValueTask Root(int id, int Id);""" },
        { "PIC0708", """[Get("/")] ValueTask Root(CancellationToken one, CancellationToken other);""" },
        { "PIC0708", """[Get("/")] ValueTask Root(CallOptions one, CallOptions other);""" },
        { "PIC0709", """[Get("/")] void Root();""" },
        { "PIC0709", """[Get("/")] string Root();""" },
        { "PIC0709", """[Get("/")] Task<Item>? Root();""" },
        { "PIC0709", """[Get("/")] ref int Root();""" },
        { "PIC0709", """[Get("/")] List<Item> Root();""" },
        { "PIC0709", """[Get("/")] ValueTask<StatusCode?> Root();""" },
        { "PIC0709", """[Get("/")] ValueTask<ClientResponse?> Root();""" },
        { "PIC0709", """[Get("/")] ValueTask<Response<Item>?> Root();""" },
        { "PIC0709", """[Get("/")] ValueTask<Stream> Root();""" },
        { "PIC0709", """[Get("/")] ValueTask<Task<Item>> Root();""" },
        { "PIC0709", """[Get("/")] ValueTask<ReadOnlyMemory<char>> Root();""" },
        { "PIC0709", """[Get("/")] ValueTask<Problem> Root();""" },
        { "PIC0709", """[Get("/")] ValueTask<Response> Root();""" },
        { "PIC0709", """[Get("/")] ValueTask<Drawing> Root();""" },
        { "PIC0709", """[Get("/")] ValueTask<Func<int>> Root();""" },
        { "PIC0709", """[Get("/")] ValueTask<(int, int)> Root();""" },
        { "PIC0709", """[Get("/")] IAsyncEnumerable<Drawing> Root();""" },
        { "PIC0709", """[Get("/")] IAsyncEnumerable<SseItem<Drawing>> Root();""" },
        { "PIC0709", """[Get("/")] ValueTask<Results<Item, Response>> Root();""" },
        { "PIC0709", """[Get("/")] ValueTask<Results<Item, NotFound>?> Root();""" },
        { "PIC0709", """[Get("/")] ValueTask<Results<Item, NotFound?>> Root();""" },
        { "PIC0709", """[Get("/")] ValueTask<Results<Item, NotFound<Drawing>>> Root();""" },
        { "PIC0709", """[Get("/")] ValueTask<Results<Item, IAsyncEnumerable<Item>>> Root();""" },
        { "PIC0709", """[Get("/")] ValueTask<Results<Item, Response<Point>>> Root();""" },
        { "PIC0709", """[Get("/")] ValueTask<Created<Func<int>>> Root();""" },
        { "PIC0709", """[Get("/")] ValueTask<Created?> Root();""" },
        { "PIC0709", """[Get("/")] Results<Item, NotFound> Root();""" },
        { "PIC0706", """[Get("/")] ValueTask Root([Parameters] int id);""" },
        { "PIC0706", """[Get("/")] ValueTask Root([Parameters] Item? item);""" },
        { "PIC0706", """[Get("/")] ValueTask Root([Parameters] List<int> items);""" },
        { "PIC0706", """[Get("/")] ValueTask Root([Parameters] Drawing drawing);""" },
        { "PIC0706", """[Get("/")] ValueTask Root([Parameters] Uri uri);""" },
        { "PIC0706", """[Get("/{item}")] ValueTask Root([Parameters] Item item);""" },
        { "PIC0706", """[Get("/")] ValueTask Root([Parameters] Hidden hidden);""" },
        { "PIC0706", """[Get("/")] ValueTask Root([Parameters] Nested nested);""" },
        { "PIC0706", """[Get("/")] ValueTask Root([Parameters] Form form);""" },
        { "PIC0706", """[Post("/")] ValueTask Root([Parameters] Form form, Item item);""" },
        { "PIC0705", """[Get("/{id}/{other}")] ValueTask Root([Parameters] Item item);""" },
        { "PIC0708", """[Get("/{id}")] ValueTask Root([Parameters] Item item, int id);""" },
        { "PIC0708", """[Get("/")] ValueTask Root(string name, [Parameters] Item item);""" },
        { "PIC0303", """[Post("/"), ContentType("json")] ValueTask Root(Item item);""" },
    };

    /// <summary>Whole declarations that cannot be emitted, or fail when they are used.</summary>
    public static TheoryData<string, string> BadDeclarations => new()
    {
        { "PIC0701", """[Client("http://a")] public interface IShop { [Get("/")] ValueTask<string> Root(); }""" },
        { "PIC0701", """[Client("http://a")] public class Shop { public string Name => ""; }""" },
        { "PIC0701", """public class Outer { [Client("http://a")] public partial interface IShop { [Get("/")] ValueTask<string> Root(); } }""" },
        { "PIC0701", """[Pool] public class Own;""" },
        { "PIC0702", """[Client("http://a")] public partial interface IShop<T> { [Get("/")] ValueTask<T> Root(); }""" },
        { "PIC0702", """[Client("http://a")] file partial interface IShop { [Get("/")] ValueTask<string> Root(); }""" },
        { "PIC0702", """[Client("http://a")] public static partial class Shop { }""" },
        { "PIC0702", """[Client("http://a")] public abstract partial class Shop { [Get("/")] public partial ValueTask<string> Root(); }""" },
        { "PIC0702", """public partial class Outer<T> { [Client("http://a")] public partial interface IShop { [Get("/")] ValueTask<string> Root(); } }""" },
        { "PIC0702", """[Client("http://a")] public partial interface IShop : IDisposable { [Get("/")] ValueTask<string> Root(); }""" },
        { "PIC0702", """[Client("http://a")] public partial interface IShop { [Get("/")] ValueTask<string> Root(); } public partial interface IShop : IDisposable;""" },
        { "PIC0702", """[Client("http://a")] public partial interface IShop { [Get("/")] ValueTask<string> Root(); } public partial interface IShop { int Count { get; } }""" },
        { "PIC0702", """[Client("http://a")] public partial class Shop(int x) { [Get("/")] public partial ValueTask<string> Root(); int X => x; }""" },
        { "PIC0702", """[Client("http://a")] public partial class Shop { public Shop() { } [Get("/")] public partial ValueTask<string> Root(); }""" },
        { "PIC0702", """[Client("http://a")] public partial class Shop { public required int X { get; init; } [Get("/")] public partial ValueTask<string> Root(); }""" },
        { "PIC0702", """public class Base(int x) { public int X => x; } [Client("http://a")] public partial class Shop : Base { [Get("/")] public partial ValueTask<string> Root(); }""" },
        { "PIC0702", """[Client("http://a"), Handler] public partial class Shop { }""" },
        { "PIC0702", """[Pool] public partial class Own<T>;""" },
        { "PIC0702", """[Pool] public abstract partial class Own;""" },
        { "PIC0702", """[Pool] public partial class Own { public static int Client => 1; }""" },
        { "PIC0702", """[Pool] public partial class Options;""" },
        { "PIC0703", """[Client("")] public partial interface IShop { [Get("/")] ValueTask<string> Root(); }""" },
        { "PIC0703", """[Client("/v1")] public partial interface IShop { [Get("/")] ValueTask<string> Root(); }""" },
        { "PIC0703", """[Client("api.example.com")] public partial interface IShop { [Get("/")] ValueTask<string> Root(); }""" },
        { "PIC0703", """[Client("ftp://a")] public partial interface IShop { [Get("/")] ValueTask<string> Root(); }""" },
        { "PIC0703", """[Client("http://a/?x=1")] public partial interface IShop { [Get("/")] ValueTask<string> Root(); }""" },
        { "PIC0703", """[Client("http://a/#x")] public partial interface IShop { [Get("/")] ValueTask<string> Root(); }""" },
        { "PIC0703", """[Client("http://me:secret@a/")] public partial interface IShop { [Get("/")] ValueTask<string> Root(); }""" },
        { "PIC0703", """[Client("http://a/{tenant}")] public partial interface IShop { [Get("/")] ValueTask<string> Root(string tenant); }""" },
        { "PIC0013", """static class Uris { public const string A = "http://a"; } [Client(Uris.A)] partial interface IShop { [Get("/")] ValueTask<string> Root(); }""" },
        { "PIC0704", """[Client("http://a")] public partial class Shop { [Get("/")] public ValueTask<string> Root() => new(""); }""" },
        { "PIC0704", """[Client("http://a")] public partial class Shop { [Get("/")] public partial ValueTask<string> Root(); public partial ValueTask<string> Root() => new(""); }""" },
        { "PIC0704", """[Client("http://a")] public partial class Shop { [Get("/")] public static partial ValueTask<string> Root(); }""" },
        { "PIC0704", """[Client("http://a")] public partial interface IShop { [Get("/")] ValueTask<string> Root(); } public partial interface IShop { ValueTask<string> Other(); }""" },
        { "PIC0707", """[Client("http://a"), FieldLine("connection", "close")] public partial interface IShop { [Get("/")] ValueTask<string> Root(); }""" },
        { "PIC0710", """[Pool(MaxConnections = 0)] public partial class Own;""" },
        { "PIC0710", """[Pool(MaxConnectionsPerAuthority = -1)] public partial class Own;""" },
        { "PIC0710", """[Pool(MaxQueuedRequests = -1)] public partial class Own;""" },
        { "PIC0710", """[Pool(MaxConnectionsPerAuthority = 64, MaxConnections = 16)] public partial class Own;""" },
        { "PIC0710", """[Pool(MaxConnectionsPerAuthority = 2000)] public partial class Own;""" },
        { "PIC0712", """[Client("http://a")] public partial interface IShop { }""" },
        { "PIC0712", """[Client("http://a")] public partial class Shop { public void Own() { } }""" },
        { "PIC0706", """[Client("http://a")] public partial interface IShop { [Get("/{id}")] ValueTask<string> Get(string? id); }""" },
        { "PIC0708", """[Client("http://a"), FieldLine("X-A", "1")] public partial interface IShop { [Get("/")] ValueTask<string> Get([Header("x-a")] string a); }""" },
        { "PIC0711", """[Client("http://a", Pool = typeof(Item))] public partial interface IShop { [Get("/")] ValueTask<string> Root(); }""" },
    };

    /// <summary>The same in classes, where a method is partial.</summary>
    public static TheoryData<string, string> BadMethodsOfClasses
    {
        get
        {
            var all = new TheoryData<string, string>();
            foreach (var (rule, method) in BadMethods.Select(static row => ((string)row[0], (string)row[1])).Where(static row => row.Item2.Contains(")] ValueTask", StringComparison.Ordinal) && !row.Item2.Contains("=>", StringComparison.Ordinal)))
            {
                all.Add(rule, $$"""[Client("http://a")] public partial class Shop { {{method.Replace(")] ValueTask", ")] public partial ValueTask", StringComparison.Ordinal)}} }""");
            }

            return all;
        }
    }

    [Theory]
    [MemberData(nameof(GoodMethods))]
    public Task GoodMethod_IsEmitted_AndNoRuleSpeaks(string method) => IsGoodAsync(Interface(method));

    [Theory]
    [MemberData(nameof(GoodDeclarations))]
    public Task GoodDeclaration_IsEmitted_AndNoRuleSpeaks(string declaration) => IsGoodAsync(declaration);

    [Theory]
    [MemberData(nameof(BadMethods))]
    public Task BadMethod_HasItsRule(string rule, string method) => IsBadAsync(rule, Interface(method));

    [Theory]
    [MemberData(nameof(BadDeclarations))]
    [MemberData(nameof(BadMethodsOfClasses))]
    public Task BadDeclaration_HasItsRule(string rule, string declaration) => IsBadAsync(rule, declaration);

    private static string Interface(string method) => $$"""[Client("https://api.example.com")] public partial interface IShop { {{method}} }""";

    private static async Task IsGoodAsync(string declaration)
    {
        var outcome = (await s_outcomes.Value)[declaration];
        Assert.Empty(outcome.Problems);
        Assert.DoesNotContain("NotSupportedException", outcome.Emitted, StringComparison.Ordinal);
        Assert.Empty(outcome.WhileTyped);
        Assert.Empty(outcome.InABuild);
    }

    private static async Task IsBadAsync(string rule, string declaration)
    {
        // While it is typed, and in a build, where emitted code is there as well.
        var outcome = (await s_outcomes.Value)[declaration];
        Assert.Equal([rule], outcome.WhileTyped);
        Assert.Equal([rule], outcome.InABuild);
    }

    // One compilation for all, each in a namespace of its own: one for each would take a minute.
    private static async Task<Dictionary<string, Outcome>> JudgeAsync(string[] declarations)
    {
        string[] sources = [SharedTypes, .. declarations.Select(static (text, i) => $"{Usings}namespace N{i} {{ {text} }}")];
        var input = TestCompilation.Create(OutputKind.DynamicallyLinkedLibrary, sources);
        CSharpGeneratorDriver.Create([new HandlerGenerator().AsSourceGenerator()], parseOptions: TestCompilation.ParseOptions).RunGeneratorsAndUpdateCompilation(input, out var output, out _);
        var problems = output.GetDiagnostics().Where(static d => d.Severity >= DiagnosticSeverity.Warning && d.Id is not ("CS1591" or "CS8424")).ToLookup(NumberOf);
        var emitted = output.SyntaxTrees.Where(static t => t.FilePath.EndsWith(".g.cs", StringComparison.Ordinal)).ToLookup(static t => NumberOf(t), static t => t.ToString());
        var (typed, built) = (await RulesAtAsync(input), await RulesAtAsync(output));
        return declarations.Select(static (text, i) => (Text: text, Number: i))
            .ToDictionary(static d => d.Text, d => new Outcome([.. problems[d.Number].Select(static p => p.ToString())], string.Concat(emitted[d.Number]), [.. typed[d.Number]], [.. built[d.Number]]), StringComparer.Ordinal);
    }

    private static async Task<ILookup<int, string>> RulesAtAsync(Compilation compilation) =>
        (await compilation.WithAnalyzers(s_analyzers).GetAnalyzerDiagnosticsAsync())
            .Where(static d => d.Severity >= DiagnosticSeverity.Warning)
            .Select(static d => (Number: NumberOf(d), d.Id))
            .Distinct()
            .OrderBy(static d => d.Id, StringComparer.Ordinal)
            .ToLookup(static d => d.Number, static d => d.Id);

    private static int NumberOf(Diagnostic diagnostic) => diagnostic.Location.SourceTree is { } tree ? NumberOf(tree) : -1;

    /// <summary>The declaration that a file is of, by its name: <c>Test8.cs</c> and <c>N7.IShop.Client.g.cs</c> are the eighth's.</summary>
    private static int NumberOf(SyntaxTree tree)
    {
        var name = Path.GetFileName(tree.FilePath);
        var digits = name.TrimStart('T', 'e', 's', 't', 'N').Split('.')[0];
        return int.TryParse(digits, out var number) ? name[0] == 'T' ? number - 1 : number : -1;
    }

    private sealed record Outcome(string[] Problems, string Emitted, string[] WhileTyped, string[] InABuild);
}
