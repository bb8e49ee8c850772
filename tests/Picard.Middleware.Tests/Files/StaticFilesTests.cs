namespace Picard.Middleware.Tests;

public sealed class StaticFilesTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("picard-files-").FullName;
    private readonly string _folder;

    public StaticFilesTests()
    {
        _folder = Path.Combine(_root, "site");
        Directory.CreateDirectory(Path.Combine(_folder, "docs"));
        Directory.CreateDirectory(Path.Combine(_folder, "empty"));
        Directory.CreateDirectory(Path.Combine(_folder, ".well-known"));
        Directory.CreateDirectory(Path.Combine(_folder, ".git"));
        File.WriteAllText(Path.Combine(_root, "secret.txt"), "secret");
        Write("a.txt", "0123456789");
        Write("a b.txt", "spaced");
        Write("é.txt", "accented");
        Write("index.html", "<p>home</p>");
        Write("docs/index.html", "<p>docs</p>");
        Write(".env", "KEY=1");
        Write(".git/config", "[core]");
        Write(".well-known/security.txt", "Contact: us");
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Theory]
    [InlineData("/a.txt", "0123456789", "text/plain")]
    [InlineData("/a%20b.txt", "spaced", "text/plain")]
    [InlineData("/%C3%A9.txt", "accented", "text/plain")]
    [InlineData("/a%2Etxt", "0123456789", "text/plain")]
    [InlineData("/", "<p>home</p>", "text/html")]
    [InlineData("/docs/", "<p>docs</p>", "text/html")]
    [InlineData("/docs/index.html?v=1", "<p>docs</p>", "text/html")]
    [InlineData("/.well-known/security.txt", "Contact: us", "text/plain")]
    public async Task File_IsServedWithItsType(string target, string content, string type)
    {
        var answer = await GetAsync(target);
        Assert.StartsWith("HTTP/1.1 200 ", answer, StringComparison.Ordinal);
        Assert.Contains($"\r\nContent-Type: {type}\r\n", answer, StringComparison.Ordinal);
        Assert.Contains("\r\nCache-Control: no-cache\r\n", answer, StringComparison.Ordinal);
        Assert.Contains("\r\nETag: ", answer, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\n" + content, answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/nowhere.txt")]
    [InlineData("/A.TXT.bak")]
    [InlineData("/../secret.txt")]
    [InlineData("/%2e%2e/secret.txt")]
    [InlineData("/docs/%2e%2e/%2e%2e/secret.txt")]
    [InlineData("/..%2fsecret.txt")]
    [InlineData("/%2e%2e%2fsecret.txt")]
    [InlineData("/docs/..%5c..%5csecret.txt")]
    [InlineData("/.%2e/secret.txt")]
    [InlineData("//a.txt")]
    [InlineData("/docs//index.html")]
    [InlineData("/a.txt/")]
    [InlineData("/a.txt%00")]
    [InlineData("/a.txt%00.png")]
    [InlineData("/%ff.txt")]
    [InlineData("/a%2")]
    [InlineData("/.env")]
    [InlineData("/%2eenv")]
    [InlineData("/.git/config")]
    [InlineData("/docs/.well-known/x")]
    [InlineData("/empty/")]
    [InlineData("/empty")]
    [InlineData("/C:/windows/win.ini")]
    public async Task WhatIsNoFileOfTheFolder_IsNeverServed(string target)
    {
        var answer = await GetAsync(target);
        Assert.Matches("^HTTP/1.1 40[045] ", answer);
        Assert.DoesNotContain("secret\r\n", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("KEY=1", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DotFiles_AreServedToThoseWhoSaySo() =>
        Assert.EndsWith("KEY=1", await GetAsync("/.env", new StaticFilesOptions { Folder = _folder, DotFiles = DotFiles.Served }), StringComparison.Ordinal);

    [Theory]
    [InlineData("/docs", "./docs/")]
    [InlineData("/docs?a=b", "./docs/?a=b")]
    public async Task FolderWithoutItsSlash_IsRedirectedToItself(string target, string location)
    {
        var answer = await GetAsync(target);
        Assert.StartsWith("HTTP/1.1 301 ", answer, StringComparison.Ordinal);
        Assert.Contains($"\r\nLocation: {location}\r\n", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PathWithoutItsSlash_IsRedirectedToItself()
    {
        var answer = await GetAsync("/assets?a=b", new StaticFilesOptions { Folder = _folder + Path.DirectorySeparatorChar, Path = "/assets" });
        Assert.StartsWith("HTTP/1.1 301 ", answer, StringComparison.Ordinal);
        Assert.Contains("\r\nLocation: ./assets/?a=b\r\n", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fifo_IsAsAnEmptyFile_AndNobodyWaitsForItsWriter()
    {
        using var made = System.Diagnostics.Process.Start("mkfifo", [Path.Combine(_folder, "fifo.txt")]);
        await made.WaitForExitAsync();
        Assert.Equal(0, made.ExitCode);
        Write("empty.txt", "");
        foreach (var name in new[] { "fifo.txt", "empty.txt" })
        {
            var answer = await GetAsync("/" + name).WaitAsync(TimeSpan.FromSeconds(30));
            Assert.StartsWith("HTTP/1.1 200 ", answer, StringComparison.Ordinal);
            Assert.Contains("\r\nContent-Length: 0\r\n", answer, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task OtherRequests_GoOnToTheRoutes()
    {
        Assert.EndsWith("\r\n\r\nnow", await GetAsync("/api/time"), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 202 ", await SendAsync("POST /a.txt HTTP/1.1\r\nHost: test\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Range_IsAnsweredWithAPart()
    {
        var answer = await SendAsync("GET /a.txt HTTP/1.1\r\nHost: test\r\nConnection: close\r\nRange: bytes=2-4\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 206 ", answer, StringComparison.Ordinal);
        Assert.Contains("\r\nContent-Range: bytes 2-4/10\r\n", answer, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\n234", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FileThatTheClientHas_IsNotSentAgain()
    {
        File.SetLastWriteTimeUtc(Path.Combine(_folder, "a.txt"), new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        var first = await GetAsync("/a.txt");
        var tag = first.Split("ETag: ")[1].Split("\r\n")[0];
        var second = await SendAsync($"GET /a.txt HTTP/1.1\r\nHost: test\r\nConnection: close\r\nIf-None-Match: {tag}\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 304 ", second, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\n", second, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Head_HasTheLengthAndNoContent()
    {
        var answer = await SendAsync("HEAD /a.txt HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n");
        Assert.Contains("\r\nContent-Length: 10\r\n", answer, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\n", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/orders/7", "Accept: text/html", true)]
    [InlineData("/", "Accept: text/html", true)]
    [InlineData("/orders/7", "Accept: application/json", false)]
    [InlineData("/app.js", "Accept: text/html", false)]
    public async Task FallbackFile_AnswersPagesAlone(string target, string accept, bool isServed)
    {
        var options = new StaticFilesOptions { Folder = _folder, FallbackFile = "index.html" };
        var answer = await SendAsync($"GET {target} HTTP/1.1\r\nHost: test\r\nConnection: close\r\n{accept}\r\n\r\n", options);
        Assert.Equal(isServed, answer.EndsWith("<p>home</p>", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("/assets/a.txt", true)]
    [InlineData("/assets/", true)]
    [InlineData("/docs/index.html", false)]
    [InlineData("/assetsa.txt", false)]
    public async Task Path_IsWhereTheFolderLies(string target, bool isServed)
    {
        var answer = await GetAsync(target, new StaticFilesOptions { Folder = _folder, Path = "/assets" });
        Assert.StartsWith(isServed ? "HTTP/1.1 200 " : "HTTP/1.1 404 ", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("assets", "StaticFilesOptions.Path")]
    [InlineData("/a//b", "StaticFilesOptions.Path")]
    [InlineData("/a%20b", "StaticFilesOptions.Path")]
    public void WrongPath_FailsAtStart(string path, string option) =>
        Assert.Contains(option, Assert.ThrowsAny<ArgumentException>(() => Serving.Application<FilesApplication>(new StaticFilesOptions { Folder = _folder, Path = path })).Message, StringComparison.Ordinal);

    [Fact]
    public void WrongFolderOrFallback_FailsAtStart()
    {
        Assert.Contains("StaticFilesOptions.Folder", Assert.ThrowsAny<ArgumentException>(() => Serving.Application<FilesApplication>(new StaticFilesOptions { Folder = _folder + "-not" })).Message, StringComparison.Ordinal);
        Assert.Contains(
            "StaticFilesOptions.FallbackFile",
            Assert.ThrowsAny<ArgumentException>(() => Serving.Application<FilesApplication>(new StaticFilesOptions { Folder = _folder, FallbackFile = "../secret.txt" })).Message,
            StringComparison.Ordinal);
    }

    private void Write(string name, string content) => File.WriteAllText(Path.Combine(_folder, name), content);

    private Task<string> GetAsync(string target, StaticFilesOptions? options = null) => SendAsync($"GET {target} HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n", options);

    private async Task<string> SendAsync(string request, StaticFilesOptions? options = null)
    {
        await using var server = await TestServer.StartAsync(Network.InMemory, Serving.Application<FilesApplication>(options ?? new StaticFilesOptions { Folder = _folder }));
        return await server.ConverseAsync(request);
    }
}
