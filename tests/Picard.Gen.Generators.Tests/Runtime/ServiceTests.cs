using System.Globalization;
using System.Text;

namespace Picard.Gen.Generators.Tests;

public sealed class ServiceTests
{
    private const string Source = """
        using System;
        using Picard;

        namespace Shop;

        public interface IClock { }

        public sealed class Store { public override string ToString() => "store"; }

        [Application]
        public partial class App
        {
            [Provides] private readonly Store _store = new();
        }

        [Handler]
        public partial class Users(Store store, Version version, IServiceProvider? all = null, string? missing = null)
        {
            [Get("/")] private string Index() => $"{store} {version} {all is not null} {missing ?? "none"}";
            [Get("/method")] private string Method([Service] Version version, [Service] Store store, [Service] Uri? link) => $"{store} {version} {link?.ToString() ?? "none"}";
        }
        """;

    [Fact]
    public void Services_ComeFromTheApplicationAndTheProvider()
    {
        var harness = EmittedApplication.Start("Shop.App", new Provider(new Version(1, 2)), Source);
        Assert.Equal("store 1.2 True none", harness.Send("GET /").Content);
        Assert.Equal("store 1.2 none", harness.Send("GET /method").Content);
    }

    [Fact]
    public void Service_ThatNobodyHas_FailsAtStartWithBothNames()
    {
        var fault = Assert.ThrowsAny<InvalidOperationException>(() => EmittedApplication.Start("Shop.App", null, Source));
        Assert.Contains("'Users'", fault.Message, StringComparison.Ordinal);
        Assert.Contains("'System.Version'", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Member_ThatProvidesNull_FailsAtStartWithItsName()
    {
        var fault = Assert.ThrowsAny<InvalidOperationException>(() =>
            EmittedApplication.Start("Shop.App", new Provider(new Version()), Source.Replace("= new();", "= null!;", StringComparison.Ordinal)));
        Assert.Contains("'_store'", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Members_ThatProvideTheSameType_FailAtStart()
    {
        var source = Source.Replace("[Provides]", "[Provides] private readonly Store _other = new(); [Provides]", StringComparison.Ordinal);
        Assert.Contains("another member", Assert.ThrowsAny<InvalidOperationException>(() => EmittedApplication.Start("Shop.App", null, source)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Application_OfHundredsOfRoutes_FindsEveryOne()
    {
        var source = new StringBuilder("using Picard; namespace Shop; [Application] public partial class App; [Handler] public partial class Many {");
        for (var i = 0; i < 400; i++)
        {
            source.Append(CultureInfo.InvariantCulture, $"[Get(\"/r{i}\")] string A{i}() => \"{i}\"; [Get(\"/r{i}/{{x:int}}\")] string B{i}(int x) => \"{i}:\" + x;");
        }

        var harness = EmittedApplication.Start("Shop.App", null, source.Append('}').ToString());
        for (var i = 0; i < 400; i++)
        {
            Assert.Equal($"{i}", harness.Send($"GET /r{i}").Content);
            Assert.Equal($"{i}:7", harness.Send($"GET /r{i}/7").Content);
            Assert.Equal(404, harness.Send($"GET /s{i}").Status);
        }
    }

    [Fact]
    public void Parameter_ThatNobodyHas_FailsAtStartWithBothNames()
    {
        const string Missing = """
            using System; using Picard; namespace Shop;
            [Application] public partial class App;
            [Handler] public partial class Users { [Get("/")] private string Index([Service] Version version) => $"{version}"; }
            public partial class Users { [Get("/other")] private string Other([Service] Version version, [Service] Uri link) => $"{version}{link}"; }
            """;
        foreach (var services in new IServiceProvider?[] { null, new Scopes(has: static _ => false), new Provider(null!) })
        {
            var fault = Assert.ThrowsAny<InvalidOperationException>(() => EmittedApplication.Start("Shop.App", services, Missing));
            Assert.Contains("'Users'", fault.Message, StringComparison.Ordinal);
            Assert.Contains("'System.Version'", fault.Message, StringComparison.Ordinal);
        }

        Assert.Contains("'System.Uri'", Assert.ThrowsAny<InvalidOperationException>(
            () => EmittedApplication.Start("Shop.App", new Scopes(static type => type == typeof(Version)), Missing)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Scope_IsOneForEachExchangeAndIsDisposedOnceWithIt()
    {
        const string Scoped = """
            using System; using System.Threading.Tasks; using Picard; namespace Shop;
            [Application] public partial class App { [Provides] private readonly string _own = "own"; }
            [Handler] public partial class Users
            {
                [Get("/none")] private string None([Service] string own) => own;
                [Get("/")] private string Index([Service] Version version, [Service] Version again, [Service] IServiceProvider all, int q) =>
                    $"{ReferenceEquals(version, again)} {ReferenceEquals(version, all.GetService(typeof(Version)))} {version.Build} {q}";
                [Post("/")] private string Add([Service] Version version, [Service] Uri? link, ReadOnlyMemory<byte> content) => $"{version.Build} {content.Length} {link is null}";
            }
            """;
        var scopes = new Scopes(static _ => true);
        var harness = EmittedApplication.Start("Shop.App", scopes, Scoped);
        Assert.Equal("own", harness.Send("GET /none").Content);
        Assert.Equal(400, harness.Send("GET /?q=x").Status);
        Assert.Empty(scopes.Begun);

        for (var i = 0; i < 2; i++)
        {
            harness.Begin("GET /?q=7");
            _ = harness.Handle();
            Assert.True(harness.Exchange.HasScope);
            await harness.Exchange.EndScopeAsync();
            await harness.Exchange.EndScopeAsync();
            Assert.Equal($"True True {i} 7", harness.Finish().Content);
        }

        harness.Begin("POST /", contentLength: 2);
        Assert.Equal(ExchangeStep.ReadContent, harness.Step());
        Assert.False(harness.Exchange.HasScope);
        _ = harness.Handle("ab");
        await harness.Exchange.EndScopeAsync();
        Assert.Equal("2 2 True", harness.Finish().Content);
        Assert.Equal([1, 1, 1], scopes.Begun.Select(static s => s.Disposals));
    }

    private sealed class Scopes(Func<Type, bool> has) : IServiceScopes
    {
        public List<Scope> Begun { get; } = [];

        public object? GetService(Type serviceType) => throw new InvalidOperationException("The root was asked.");

        public bool HasService(Type serviceType) => has(serviceType);

        public IServiceProvider BeginScope()
        {
            var scope = new Scope(new Version(1, 0, Begun.Count));
            Begun.Add(scope);
            return scope;
        }
    }

    private sealed class Scope(Version version) : IServiceProvider, IAsyncDisposable
    {
        public int Disposals { get; private set; }

        public object? GetService(Type serviceType) => serviceType == typeof(Version) ? version : null;

        public ValueTask DisposeAsync()
        {
            Disposals++;
            return default;
        }
    }

    private sealed class Provider(Version version) : IServiceProvider
    {
        public object? GetService(Type serviceType) => serviceType == typeof(Version) ? version : null;
    }
}
