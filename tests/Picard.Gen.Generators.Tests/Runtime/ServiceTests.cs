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

    private sealed class Provider(Version version) : IServiceProvider
    {
        public object? GetService(Type serviceType) => serviceType == typeof(Version) ? version : null;
    }
}
