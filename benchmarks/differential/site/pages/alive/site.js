var site = "/dead/in-script.html";
